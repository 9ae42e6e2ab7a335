"""An operator's commands for a running stack, on AWS or on this machine: `python -m infra.operate --help`."""
