"""
SQL for migrations: rows are added and stay as they were made, whoever asks for a change.

Migrations that have run rest on it: what is added here is new, what stands here stays.
"""

from collections.abc import Iterable


def refusal(app: str) -> str:
    """
    Return what makes the function by which the triggers of an app refuse a change.

    >>> refusal("risk").split("(")[0].strip()
    'CREATE FUNCTION risk_refuse_change'
    """
    return f"""
CREATE FUNCTION {app}_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are kept as they were made: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def only_added_to(app: str, tables: Iterable[str], *, trigger: str = "kept_as_made") -> str:
    """
    Return what lets rows be added to tables of an app and nothing else; `refusal` comes before it.

    >>> only_added_to("risk", ["risk_weighting"]).split(" BEFORE ")[0].strip()
    'CREATE TRIGGER risk_weighting_kept_as_made'
    """
    return "".join(
        f"""
CREATE TRIGGER {table}_{trigger} BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {app}_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sejuk_app') THEN
        GRANT SELECT, INSERT ON {table} TO sejuk_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM sejuk_app;
    END IF;
END $$;
"""  # noqa: S608 - the names of tables are our own
        for table in tables
    )


def changeable_again(tables: Iterable[str], *, trigger: str = "kept_as_made") -> str:
    """
    Return what takes the triggers of `only_added_to` away.

    >>> changeable_again(["risk_weighting"]).strip()
    'DROP TRIGGER risk_weighting_kept_as_made ON risk_weighting;'
    """
    return "".join(f"DROP TRIGGER {table}_{trigger} ON {table};\n" for table in tables)
