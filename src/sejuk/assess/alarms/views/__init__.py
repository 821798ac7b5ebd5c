"""Pages of alarms: the list and one alarm, rules and budget, and what leaves the house."""
