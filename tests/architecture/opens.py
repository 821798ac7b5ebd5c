"""Who opens which address of ours: the table that test_permissions compares with the site."""

from sejuk.kit.actors import Role

PUBLIC = None
SIGNED_IN: frozenset[Role] = frozenset()
ALL = frozenset(Role)
LEADERS = frozenset({Role.OPS_HEAD, Role.CHIEF})
MESSAGES = frozenset({Role.OPS_HEAD, Role.OPERATOR})
PLANNERS = frozenset({Role.OPERATOR, Role.OPS_HEAD})
DESK = LEADERS | {Role.OPERATOR, Role.SECTOR_CHIEF}
FIELD = DESK | {Role.VILLAGE_OFFICER}
HEARING = FIELD | {Role.PUBLIC_RELATIONS, Role.PARTNER}
SEEING = HEARING | {Role.AUDITOR}
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
CUSTODIAN = frozenset({Role.CUSTODIAN})
WEIGHERS = ADMINISTRATOR | {Role.OPS_HEAD}
SET_UP = WEIGHERS | {Role.OPERATOR}
FORCES = DESK | ADMINISTRATOR
LEAVES = FORCES - {Role.CHIEF}
CONTACTS = FORCES | {Role.VILLAGE_OFFICER, Role.PUBLIC_RELATIONS}
REPORTS = DESK | {Role.AUDITOR}
REPORTING = LEADERS | {Role.OPERATOR}
LEDGER = LEADERS | ADMINISTRATOR | {Role.AUDITOR}
INDEX = SEEING | ADMINISTRATOR

OPENS: dict[str, frozenset[Role] | None] = {
    "accounts:me": SIGNED_IN,
    "accounts:sign_out_everywhere": SIGNED_IN,
    "accounts:people": ADMINISTRATOR,
    "accounts:invite": ADMINISTRATOR,
    "accounts:person": ADMINISTRATOR,
    "accounts:grant_role": ADMINISTRATOR,
    "accounts:renew_access": ADMINISTRATOR,
    "accounts:deactivate": ADMINISTRATOR,
    "accounts:activate": ADMINISTRATOR,
    "accounts:revoke_role": ADMINISTRATOR,
    "accounts:withdraw": ADMINISTRATOR,
    "accounts:accept": PUBLIC,
    "places:areas": ALL,
    "places:sites": ALL,
    "places:search": ALL,
    "places:draw_boundaries": SET_UP,
    "forces:people": FORCES,
    "forces:units": FORCES,
    "forces:strength": FORCES,
    "forces:care": FORCES,
    "forces:person": FORCES,
    "forces:link": ADMINISTRATOR,
    "forces:unlink": ADMINISTRATOR,
    "forces:invite": ADMINISTRATOR,
    "forces:add_leave": LEAVES,
    "forces:withdraw_leave": LEAVES,
    "forces:add_care": LEAVES,
    "forces:end_care": LEAVES,
    "partners:list": CONTACTS,
    "partners:contacts": CONTACTS,
    "partners:partner": CONTACTS,
    "operations:current": ALL,
    "operations:open": WEIGHERS | {Role.CHIEF},
    "operations:operation": ALL,
    "operations:add_stage": WEIGHERS | {Role.CHIEF},
    "operations:move_stage": WEIGHERS | {Role.CHIEF},
    "operations:orders": REPORTS | ADMINISTRATOR,
    "operations:record_order": SET_UP | {Role.CHIEF},
    "operations:order": REPORTS | ADMINISTRATOR,
    "channels:messages": MESSAGES,
    "channels:send_again": MESSAGES,
    "imports:set_up": SET_UP,
    "imports:upload": SET_UP,
    "imports:template_csv": SET_UP,
    "imports:template_xlsx": SET_UP,
    "imports:mapping": SET_UP,
    "imports:result": SET_UP,
    "imports:findings_csv": SET_UP,
    "imports:findings_xlsx": SET_UP,
    "imports:load": SET_UP,
    "imports:discard": SET_UP,
    "signals:report": PUBLIC,
    "signals:report_areas": PUBLIC,
    "signals:receipt": PUBLIC,
    "signals:inbox": HEARING,
    "signals:export": DESK,
    "signals:enter": FIELD,
    "signals:seals": CUSTODIAN,
    "signals:identity": CUSTODIAN,
    "signals:keys": ADMINISTRATOR,
    "signals:revoke_key": ADMINISTRATOR,
    "signals:signal": HEARING,
    "signals:move": DESK,
    "risk:command_post": SEEING,
    "risk:map_areas": SEEING,
    "risk:map_temperatures": SEEING,
    "risk:kecamatan": SEEING,
    "risk:district": SEEING,
    "risk:index": INDEX,
    "risk:weigh": WEIGHERS,
    "risk:renew_index": SET_UP,
    "risk:village_index": INDEX,
    "programme:week": FIELD,
    "programme:propose": FIELD,
    "programme:print": FIELD,
    "programme:proposal": FIELD,
    "programme:accept": FIELD,
    "programme:change": FIELD,
    "programme:refuse": FIELD,
    "programme:coverage": SEEING,
    "programme:export_coverage": SEEING,
    "deployment:order": DESK,
    "deployment:sheet": DESK,
    "deployment:card": DESK,
    "deployment:stations": DESK,
    "deployment:new_station_plan": PLANNERS,
    "deployment:station_plan": DESK,
    "deployment:compute_station_plan": PLANNERS,
    "deployment:move_station_plan": PLANNERS | LEADERS,
    "deployment:station_groups": DESK,
    "deployment:plotting": DESK,
    "outreach:record": FIELD,
    "outreach:visits": SEEING,
    "outreach:export_visits": SEEING,
    "outreach:visit": SEEING,
    "outreach:photo": SEEING,
    "outreach:village": SEEING,
    "outreach:history": SEEING,
    "outreach:responsible": SEEING,
    "sitreps:list": REPORTS,
    "sitreps:draft": REPORTING,
    "sitreps:report": REPORTS,
    "sitreps:write": REPORTING,
    "sitreps:compile": REPORTING,
    "sitreps:sign": LEADERS,
    "sitreps:pdf": REPORTS,
    "sitreps:workbook": REPORTS,
    "sitreps:text": REPORTS,
    "audit:ledger": LEDGER,
    "audit:verify": LEDGER,
    "audit:export": LEDGER,
    "audit:verifier": LEDGER,
}
