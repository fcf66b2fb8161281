##   make serve                        build the site, serve it, and reload it at every change
##   make build ARGS="--production"    build the site into output/
##   make new TITLE="A headline"       begin a story
##   make import FILES="a.txt b.txt"   turn received files into stories
##   make check                        list errors, doubts and inferred dates in the stories
##   make verify                       check that the pages contain every word that was received
##   make publish TARGET=/srv/www      send the built site to a folder, a server, a bucket or a branch
##   make package KIND=bag             pack the published site: bag, wacz, portable or epub
##   make test                         run the tests
##   make explore                      search for counterexamples, with fresh seeds
##   make lint                         check style, types and workflows
##   make golden                       rewrite the expected output of the examples
##   make bench                        measure what the plugin adds to plain Pelican
##   make bench WHAT=build             measure the build of a large archive
##   make bench WHAT=pages             measure the pages with Lighthouse
##   make bench WHAT=import            measure the import of a large archive
##   make bench WHAT=search            measure the search in a large archive
##   make bench WHAT=publish           measure what is sent after one story was corrected
##   make translate LANG=es            update the theme's translation into a language
##   make fonts                        make the theme's fonts again, from their package
##   make lock                         update requirements.txt and requirements-dev.txt from pyproject.toml
##   make wheel                        build the package, dist/backfile-….whl
##   make clean                        remove everything that these commands made, except .venv
##
## ARGS="…" passes options on: make check ARGS="--strict". Each command runs `invoke NAME` in .venv, which is set up on
## first use. The commands that develop Backfile (test, explore, lint, golden, bench, translate, fonts, lock) install their
## tools into it.

TASKS := serve build check verify wheel clean
DEV_TASKS := test explore lint golden fonts lock

# Headlines and file names may contain quotes and dollar signs, which must reach the command unchanged.
override TITLE := $(value TITLE)
override FILES := $(value FILES)
override TARGET := $(value TARGET)
export TITLE FILES TARGET

INVOKE = PATH="$$PWD/.venv/bin:$$PATH" .venv/bin/python -m invoke

.PHONY: help new import publish package bench translate $(TASKS) $(DEV_TASKS)

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

$(TASKS): .venv/requirements.txt
	@$(INVOKE) $@ $(ARGS)

$(DEV_TASKS): .venv/requirements-dev.txt
	@$(INVOKE) $@ $(ARGS)

bench: .venv/requirements-dev.txt
	@$(INVOKE) $@ $(or $(WHAT),overhead) $(ARGS)

# Without this check, LANG would be the language of the terminal.
translate: .venv/requirements-dev.txt
	@$(INVOKE) $@ $(ARGS) $(if $(filter command line,$(origin LANG)),"$(LANG)")

package: .venv/requirements.txt
	@$(INVOKE) $@ $(KIND) $(ARGS)

new: .venv/requirements.txt
	@$(INVOKE) $@ $(ARGS) $(if $(TITLE),"$$TITLE",$(if $(ARGS),,""))

import: .venv/requirements.txt
	@$(INVOKE) $@ $(ARGS) $(if $(FILES),"$$FILES")

publish: .venv/requirements.txt
	@$(INVOKE) $@ $(ARGS) $(if $(TARGET),"$$TARGET")

# The first lock runs Backfile, the second adds what develops it. Both are installed into the same .venv.
.venv/requirements.txt: requirements.txt
	@bin/setup-venv

.venv/requirements-dev.txt: requirements-dev.txt .venv/requirements.txt
	@bin/setup-venv dev
