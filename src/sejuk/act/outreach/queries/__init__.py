"""Questions about outreach: visits, what a form needs, and the page of a village."""
