"""Backfile, one Pelican plugin: live-updated stories in order, credited to who wrote them."""

from __future__ import annotations

__version__ = "0.1.0"


def register() -> None:
    """Connect each part to Pelican's signals. The table of contents; nothing else."""
    from pelican import signals  # noqa: PLC0415 (the pure parts import without Pelican)

    from backfile.build import when_asked  # noqa: PLC0415
    from backfile.pages import (  # noqa: PLC0415
        addresses,
        body,
        brand,
        generator,
        language,
        marks,
        rail,
        record,
        rhythm,
    )
    from backfile.pages.sharing import social  # noqa: PLC0415
    from backfile.pages.structured import templates as structured  # noqa: PLC0415
    from backfile.reading import articles, left_out, setup, withheld  # noqa: PLC0415

    signals.initialized.connect(setup.prepare)
    signals.content_object_init.connect(setup.name_content)
    signals.article_generator_init.connect(articles.read_stories)
    signals.article_generator_context.connect(articles.gather_stories)
    signals.article_generator_pretaxonomy.connect(withheld.withhold_stories)
    signals.article_generator_finalized.connect(articles.finish_articles)
    signals.page_generator_init.connect(articles.read_pages)
    signals.page_generator_context.connect(articles.gather_pages)
    signals.page_generator_finalized.connect(setup.finish_pages)
    signals.static_generator_finalized.connect(setup.finish_files)
    signals.get_generators.connect(generator.generators)
    signals.get_generators.connect(brand.generators)
    signals.get_generators.connect(when_asked.search_stories)
    signals.get_generators.connect(when_asked.check_words)
    signals.get_generators.connect(when_asked.card_images)
    signals.get_generators.connect(when_asked.write_data)
    signals.get_generators.connect(when_asked.write_feeds)
    signals.get_generators.connect(when_asked.map_the_site)
    signals.generator_init.connect(left_out.hide_files)
    signals.generator_init.connect(language.install)
    signals.generator_init.connect(addresses.connect)
    signals.generator_init.connect(body.connect)
    signals.generator_init.connect(marks.connect)
    signals.generator_init.connect(rail.connect)
    signals.generator_init.connect(record.connect)
    signals.generator_init.connect(rhythm.connect)
    signals.generator_init.connect(social.connect)
    signals.generator_init.connect(structured.connect)
    # One receiver a signal: blinker calls several in no order that lasts.
    signals.all_generators_finalized.connect(setup.finish)
    signals.finalized.connect(when_asked.lead_on)
    signals.finalized.connect(generator.keep_catalogue)
