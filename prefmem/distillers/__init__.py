"""Distillers: what reads turns and finds evidence. `local` needs no model, `llm` any chat model.

`local` looks for what a turn may say by its words (`_leads`), embeds that alone, has the heads
judge it (`_judging`), and makes evidence of what stands (`_behaviours`). Turns that say nothing in
so many words are read for what they show (`_stances`). The rooms, each built on those before:

- `words`: sentences, clauses, cues and vetoes, and how a statement is made of them;
- `answers`: wishes about answers, for good or for the one at hand;
- `person`: what is kept by rule: health, names, fields that somebody knows, everyday habits;
- `reading`: a span of words, what the heads see of it, what it is about;
- `offers`: what a turn says to an offer or a question of the assistant;
- `accounts`: what is told at length;
- `changes`: what is taken back, limited or put right, and what comes in its place.

`model` holds what `llm` asks and what it believes of the answers.
"""
