"""How long cases are kept: rules as part of the policy, holds, and what becomes of a case when its time is over.

- `declared`, `kinds`  a rule, and the setting that holds a program's rules;
- `due`      which cases are due by a rule, with one query for each rule;
- `guards`   what stands in the way;
- `unseen`   the one place that hides a sealed case, and the one way to look behind it;
- `emptying` what is destroyed when a case is anonymized or purged;
- `access_request` what one person gets who asks what is held about them.
"""
