##   make serve                        build, serve and reload
##   make build ARGS="--production"    make the site in output/
##   make new TITLE="A headline"       start a story
##   make import FILES="a.txt b.txt"   turn received files into stories
##   make check                        what the stories lack, or may have wrong
##   make verify                       whether the pages have every word that was received
##   make test                         run the tests
##   make explore                      search for counterexamples, with fresh seeds
##   make lint                         check style, types and workflows
##   make golden                       rewrite what the tests expect
##   make bench                        time a large archive
##   make bench WHAT=pages             have Lighthouse judge the pages
##   make bench WHAT=search            index a large archive, and ask the index
##   make translate LANG=es           bring the words of a language up to date
##   make lock                         bring requirements.txt and requirements-dev.txt up to date with pyproject.toml
##   make wheel                        build the package, dist/backfile-….whl
##   make clean                        remove what was made
##
## ARGS="…" is handed on: make check ARGS="--strict". Each is `invoke NAME` in .venv, which is made on first use; the
## commands that develop Backfile (test to lock, but for clean) add their tools to it.

TASKS := serve build check verify wheel clean
DEV_TASKS := test explore lint golden lock

# Headlines and file names may hold quotes and dollars: they reach the command as they were given.
override TITLE := $(value TITLE)
override FILES := $(value FILES)
export TITLE FILES

INVOKE = PATH="$$PWD/.venv/bin:$$PATH" .venv/bin/python -m invoke

.PHONY: help new import bench translate $(TASKS) $(DEV_TASKS)

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

$(TASKS): .venv/requirements.txt
	@$(INVOKE) $@ $(ARGS)

$(DEV_TASKS): .venv/requirements-dev.txt
	@$(INVOKE) $@ $(ARGS)

bench: .venv/requirements-dev.txt
	@$(INVOKE) $@ $(or $(WHAT),overhead) $(ARGS)

# LANG alone would be the terminal's own language.
translate: .venv/requirements-dev.txt
	@$(INVOKE) $@ $(ARGS) $(if $(filter command line,$(origin LANG)),"$(LANG)")

new: .venv/requirements.txt
	@$(INVOKE) $@ $(ARGS) $(if $(TITLE),"$$TITLE",$(if $(ARGS),,""))

import: .venv/requirements.txt
	@$(INVOKE) $@ $(ARGS) $(if $(FILES),"$$FILES")

# What runs Backfile, and what develops it in addition. The two locks are installed into the same .venv.
.venv/requirements.txt: requirements.txt
	@bin/setup-venv

.venv/requirements-dev.txt: requirements-dev.txt .venv/requirements.txt
	@bin/setup-venv dev
