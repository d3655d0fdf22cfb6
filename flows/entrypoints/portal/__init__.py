"""The door for whoever holds a link: the decision page.

- Looking changes nothing, whoever looks: only a form sent from the page itself decides.
- A link is for one person, one question and one decision; anything else is a page that says the way on, and an attempt on record.
- Every answer, errors included, carries the same strict headers; no input makes it fail.
"""
