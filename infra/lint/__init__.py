"""Checks of the template that no linter has, and cfn-lint rules that run them."""
