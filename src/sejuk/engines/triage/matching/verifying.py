"""
From what two texts have in common to the chance that they tell the same.

The share of common runs alone misleads with short texts ("tolong cek dm" is like a thousand other
messages), so the amount of what is common counts too. The score is a logistic function of

* the Jaccard similarity of the runs of four letters,
* the share of the shorter text's runs that the longer one has (a rumour inside a longer message),
* the logarithm of the number of common runs,
* the shorter text's size by the longer one's,
* the Jaccard similarity of the words.
"""

INTERCEPT = -8.5
OF_JACCARD = 9.0
OF_CONTAINED = 1.0
OF_AMOUNT = 1.2
OF_SIZES = 0.5
OF_WORDS = 2.0

SAME_AT = 0.8
MAYBE_AT = 0.3
