"""Whole mails as they leave, kept as files. Run this package to write them again after a change on purpose; read them."""
