"""Templates are compiled once a build, however many environments ask for them."""

from __future__ import annotations

import pickle
from types import SimpleNamespace

from jinja2 import DictLoader, Environment

from backfile.render.template_cache import COMPILED, Compiled, compiled_with, connect

TEMPLATES = {"count.html": "{{ 1 + n }}"}


class Counting(Environment):
    """Counts how often a template is compiled."""

    compiled = 0

    def compile(self, *args, **kwargs):
        self.compiled += 1
        return super().compile(*args, **kwargs)


def generator(context, **options):
    """Return what of a generator is looked at."""
    env = Counting(loader=DictLoader(TEMPLATES), **options)
    return SimpleNamespace(context=context, env=env)


def test_a_second_environment_takes_what_the_first_has_compiled():
    context = {}
    generators = [generator(context), generator(context)]
    for one in generators:
        connect(one)
    said = [one.env.get_template("count.html").render(n=n) for n, one in enumerate(generators)]
    assert said == ["1", "2"]
    assert [one.env.compiled for one in generators] == [1, 0]


def test_another_build_compiles_its_own():
    generators = [generator({}), generator({})]
    for one in generators:
        connect(one)
        one.env.get_template("count.html")
    assert [one.env.compiled for one in generators] == [1, 1]


def test_what_was_compiled_with_the_same_settings_stays_in_the_process():
    """Only a template that has changed is compiled again."""
    first, second, other = (generator({COMPILED: compiled_with(one)}) for one in ("a", "a", "b"))
    for one in (first, second, other):
        connect(one)
        one.env.get_template("count.html")
    assert [one.env.compiled for one in (first, second, other)] == [1, 0, 1]
    edited = generator({COMPILED: compiled_with("b")})
    edited.env.loader = DictLoader({"count.html": "{{ 2 + n }}"})
    connect(edited)
    assert edited.env.get_template("count.html").render(n=1) == "3"


def test_what_was_compiled_is_not_pickled():
    one = generator({COMPILED: compiled_with("c")})
    connect(one)
    one.env.get_template("count.html")
    assert pickle.dumps(compiled_with("c")) == pickle.dumps(Compiled())


def test_the_cache_of_the_settings_stays():
    own = Compiled()
    one = generator({}, bytecode_cache=own)
    connect(one)
    assert one.env.bytecode_cache is own
