"""What the product is built, run and checked with: the local stack, artefacts, catalogues, generated contracts."""
