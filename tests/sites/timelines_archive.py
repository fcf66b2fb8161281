"""An archive of stories that several partners told, for the tests of timelines."""

from __future__ import annotations

from .sites import WIRE

FERRY = """Title: Ferry in trouble
Date: 2014-06-16 11:02
Partner: the-wire
Tags: Aurora, Rescue

It came home a day late.

## 12:20 a.m.: Survivors ashore

All are cold.

## 6:20 p.m.

The engine is running.

## Original Post

A call for help.
"""
DRIFT = """Title: The Aurora is drifting
Date: 2014-06-16 16:10
Timezone: Europe/London
Partner: port-post
Tags: Aurora

All were saved.

## 21:45: Lifeboats are out

Two boats.

## Update, June 16

Relatives wait.

## Update: Names

A list.

## Original Post

A ship is drifting.
"""
INQUIRY = """Title: The inquiry opens
Date: 2014-07-20 09:00
Partner: port-post
Tags: Aurora
Continues: drift

It opened.

## 10:15 a.m.

The master is heard.
"""
REPORT = (
    "Title: The report\nDate: 2015-01-10 09:00\nTags: Rescue\nContinues: inquiry\n\nIt is out.\n"
)
PIER = """Title: The pier
Date: 2013-02-01 08:00
Tags: Harbor

It stands.

## 9:10 a.m.

Yes.

## Correction

It is of stone.
"""
FILES = {
    "partners/the-wire.md": WIRE,
    "partners/port-post.md": "Title: The Port Post\nURL: https://port-post.example/\n",
    "stories/ferry.md": FERRY,
    "stories/drift.md": DRIFT,
    "stories/inquiry.md": INQUIRY,
    "stories/report.md": REPORT,
    "stories/pier.md": PIER,
}
