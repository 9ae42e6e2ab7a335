"""What builds, runs and checks the product: the local stack, artefacts, translations, generated contracts."""
