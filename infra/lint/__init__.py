"""What the template must keep that no linter knows: checks, and rules of cfn-lint that run them."""
