"""Compiles each template once in a build, for the environments of all of Pelican's generators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket
    from pelican.generators import Generator

_COMPILED = "_BACKFILE_COMPILED"


class Compiled(BytecodeCache):
    """The compiled templates of one build.

    They are not kept for the next one: what Jinja folds into them depends on the filters of the
    settings, and no key says whether those are the same.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill *bucket* with the code of its template, where it was compiled before."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code in *bucket*."""
        self._code[bucket.key] = bucket.bytecode_to_string()


def connect(generator: Generator) -> None:
    """Let the environment of *generator* share what others have compiled (generator_init).

    A build reads a template once, so that no file needs to be looked at for changes.
    """
    env = generator.env
    env.bytecode_cache = env.bytecode_cache or generator.context.setdefault(_COMPILED, Compiled())
    env.auto_reload = False
