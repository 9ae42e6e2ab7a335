# What the makefiles of functions and layers share: the runtime they build for, and byte-code made for it.
# `sam build` runs them in the source tree (build_in_source in samconfig.toml), so this file is there.
RUNTIME := 3.13
# Amazon Linux 2023, which Lambda runs this Python on, has glibc 2.34; wheels built for older ones run there too.
PLATFORMS := manylinux_2_28_x86_64 manylinux_2_17_x86_64 manylinux2014_x86_64

PYTHON ?= python3
# The interpreter itself where `python3` is pyenv's shim: after each pip a shim writes all shims anew, and of two layers
# built at once the second finds them locked and fails.
INTERPRETER = $(shell $(PYTHON) -c 'import sys; print(sys.executable)')
DEPENDENCIES ?= yes
BYTECODE ?= yes

# Byte-code is read by one version of Python only, so the runtime's own makes it. COMPILER names one; without it the
# usual places are tried, since a pyenv shim of a version that isn't active exists and fails.
ifeq ($(BYTECODE),yes)
COMPILER ?= $(shell for name in python$(RUNTIME) $(HOME)/.pyenv/versions/$(RUNTIME).*/bin/python3 $(PYTHON); do \
	"$$name" -c 'import sys; sys.exit(sys.version_info[:2] != ($(subst .,$(comma),$(RUNTIME))))' 2>/dev/null \
	&& echo "$$name" && break; done)
endif
comma := ,

# Which Python that is, for whoever asks.
compiler: ; @echo "$(COMPILER)"

# $(call compile,folder,where it will be mounted)
ifeq ($(BYTECODE),yes)
define compile
	@test -n "$(COMPILER)" || { echo "byte-code for Python $(RUNTIME) can't be made: no python$(RUNTIME) here; \
	install it, name it with COMPILER=…, or leave byte-code out with BYTECODE=no (cold starts then take twice as long)" >&2; exit 1; }
	@$(COMPILER) -m compileall -q -j 1 --invalidation-mode unchecked-hash -s "$(1)" -p "$(2)" "$(1)"
endef
else
define compile
	@echo "byte-code is left out (BYTECODE=no): cold starts take twice as long" >&2
endef
endif

# $(call templates,package,its folder in the artefact): what `python -m infra.build` compiled; it refuses what is older.
TEMPLATES := $(dir $(lastword $(MAKEFILE_LIST)))../.cache/templates/current
define templates
	@test -L "$(TEMPLATES)" && test -z "$$(find "$(1)" \( -path '*/templates/*' -o -path '*/mails/*' -o -name '*.po' \) \
	-newer "$(TEMPLATES)")" || { echo "texts and templates changed since they were compiled: run python -m infra.build" >&2; exit 1; }
	@test ! -d "$(TEMPLATES)/$(1)" || cp -R "$(TEMPLATES)/$(1)" "$(2)"
endef
