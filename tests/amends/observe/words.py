"""Canaries: words that a person typed, planted where an error report might pick them up."""

CANARIES = {
    "json_body": "canary-json-Quixote",
    "form_field": "canary-form-Dulcinea",
    "path": "canary-path-Rocinante",
    "query_string": "canary-query-Sancho",
    "referer": "canary-referer-Montesinos",
    "header": "canary-header-Clavileno",
    "cookie": "canary-cookie-Altisidora",
    "user_agent": "canary-agent-Barataria",
    "message": "canary-message-Cervantes",
    "cause": "canary-cause-Alonso",
    "local": "canary-local-Quijano",
    "sql": "canary-sql-Maritornes",
    "log": "canary-log-Toboso",
    "tag": "canary-tag-Carrasco",
}
