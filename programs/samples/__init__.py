"""Sample cases of a new program: believable, the same each time, marked everywhere, and gone at one click.

- `stories`  what happened in each, in the language of whoever signed up, by kind of program;
- `people`   the invented staff that a sample case needs, who cannot sign in;
- `walking`  takes each case by the ordinary actions as far as its story goes.

They are made by a job after sign-up (`programs.make_samples`) and erased by `programs.actions.samples`. Nothing of them
leaves the program, and no figure counts them.
"""
