"""No guard of a case is ever broken, whoever tries whatever in whatever order: a stateful test with Hypothesis.

A world in memory runs beside the real program. Each move is foretold by rules that are written here from the
domain, in other words than the guards', then taken by the real action, and compared: what refused it, and the rows.

- `shadow.py`     the world as the test believes it to be;
- `rules.py`, `steps.py`     the oracle: who takes each step, from where, and what refuses it; nothing of the guards;
- `judgements.py` what the rules ask of the world;
- `effects.py`, `papers.py`, `states.py`    what each step does to the shadow;
- `invariants.py` what holds in every state;
- `moves.py`, `answers.py`, `planning.py`, `deciding.py`  what to try next: the way forward, and everything else;
- `aims.py`, `causes.py`     where what was seldom seen can be seen, and what brings it about;
- `ground.py`, `acting.py`, `referring.py`   the real program: taking a move; `sight.py` reads a case by SQL;
- `play.py`       both side by side, the counts, and ways that can be gone again;
- `by_web.py`     ways gone again by the pages and by the API;
- `machine.py`    Hypothesis; `removal.py` takes one guard away and looks whether it is missed.

The policies of the presets are the program's own data on both sides; `test_presets.py` says what they have to be.
`./amends drill lifecycle` is the long run.
"""
