"""Words and weights that `stages.keys` reads: data, without logic."""

from __future__ import annotations

_STOPWORDS = """
    a an and are as at be been being but by can could did do does doing done for from had has
    have having he her hers him his how i i'd i'll i'm i've if in into is isn't it it's its just me
    more most much my no nor not of off on one only or other our out over own same she should so
    some such than that the their them then there these they this those through to too under until
    up very was we were what when where which while who whom why will with would you your about
    after again all also any because before both during each few further here once don't doesn't
    didn't can't won't rather instead
"""
STOPWORDS = frozenset(_STOPWORDS.split())
"""Words without content."""
_GENERIC = """
    prefer prefers preferred preferring preference preferences like likes liked liking love
    loves loved loving enjoy enjoys enjoyed enjoying dislike dislikes disliked hate hates hated
    avoid avoids avoiding avoided want wants wanted need needs user find finds finding found favor
    favors favour favours favourite favorite tend tends usually often always never sometimes
    really actually lately recently now anymore longer used get gets getting got thing things
    stuff kind kinds way ways feel feels feeling felt good great bad better best especially
    particularly appreciate appreciates value values interested fan keen into choose chooses
    chose chosen once using use uses drawn
"""
GENERIC = frozenset(_GENERIC.split())
"""Words of liking and hedging: they say how, not what."""
CONTRASTS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(a.split()), frozenset(b.split()))
    for a, b in (
        ("window", "aisle"),
        ("short brief concise terse", "long detailed lengthy thorough verbose"),
        ("formal", "informal casual"),
        ("morning mornings early", "evening evenings night nights late"),
        ("metric celsius kilometres kilometers", "imperial fahrenheit miles"),
        ("spicy", "mild"),
        ("sweet", "savoury savory salty"),
        (
            "solo alone solitary solitude independently individually",
            "group groups team social socializing together",
        ),
        ("indoor indoors", "outdoor outdoors"),
        (
            "paper printed physical paperback paperbacks handwritten",
            "digital electronic ebook ebooks kindle app",
        ),
        ("quiet calm peaceful", "loud lively noisy busy bustling"),
        ("cheap budget affordable frugal", "luxury luxurious upscale expensive high-end"),
        ("city urban cities", "countryside rural nature village"),
        ("beach beaches seaside", "mountain mountains"),
        ("dark", "light bright"),
        ("vegan vegetarian plant-based meatless", "meat steak beef"),
        ("online virtual remote remotely", "in-person office face-to-face onsite"),
        ("fast quick rapid", "slow leisurely unhurried"),
        ("modern contemporary", "traditional classic classical vintage"),
        ("spontaneous spontaneously improvised", "planned scheduled structured itinerary"),
        ("hot", "cold iced chilled"),
        ("bullet bullets bulleted list lists", "prose paragraphs narrative"),
        ("fiction novels novel", "nonfiction non-fiction biographies"),
        ("dog dogs", "cat cats"),
        ("tea", "coffee"),
        ("train trains rail", "plane planes flying flight flights"),
        ("hotel hotels", "hostel hostels camping airbnb apartment apartments"),
        ("comedy comedies funny", "drama dramas tragedy serious"),
        ("subtitles subtitled", "dubbed dubbing"),
        ("theory theoretical abstract", "hands-on practical practice"),
        ("small intimate", "large big huge"),
        ("few fewer", "many lots"),
        ("public", "private car"),
    )
)
"""Sides that exclude each other where the rest is the same."""
ALIKE = tuple(
    frozenset(words.split())
    for words in (
        "food foods cuisine cuisines dish dishes meal meals cooking",
        "movie movies film films",
        "music song songs tune tunes tracks",
        "answer answers reply replies response responses",
        "trip trips travel travelling traveling journey journeys",
        "exercise exercises exercising workout workouts",
        "restaurant restaurants eatery eateries",
        "clothes clothing outfit outfits",
        "picture pictures photo photos photographs",
    )
)
"""Words for one kind of thing."""
_KINDS = "music food cuisine genre game games sport sports drink drinks"
KINDS = frozenset(_KINDS.split())
"""Words that say of what kind something is that has been named: "jazz music"."""
HEALTH = "constraint.health"
SINGLE_VALUED = frozenset({"style.verbosity", "style.language", "style.units", "interaction.pace"})
"""Behaviours with one value at a time: there the newest outright word replaces the last."""
EXCEPTED = (
    r"\bexcept\b",
    r"\bunless\b",
    r"\bapart from\b",
    r"\baside from\b",
    r"\bother than\b",
    r"\bbut (?:only|not|no|never|makes? an exception|eats?|allows?|on|in|when|at|for)\b",
    r"\bonly (?:if|when|on|in|at|for)\b",
    r"\bas long as\b",
    r"\b(?:though|although)\b",
    r"\b(?:is|are) (?:fine|ok|okay|allowed|all right)\b",
    r",? but .{1,40}\b(?:on|in|at|during|when|while)\b",
    r"\bwith (?:the|an?|one|two|a few|some) exceptions?\b",
    r"\b(?:excluding|save for|not (?:counting|including))\b|, (?:minus|barring)\b",
    r"\b(?:any|every)(?:thing|body|one|where) (?:but|bar)\b",
    r"\b(?:provided|providing|so long as)(?: that)? "
    r"(?:it|they|he|she|there|the|i|my|their|nobody|somebody)\b",
    r", (?:just|only|simply) not (?!(?:very|so|that|really|any|too|all|sure|yet|much|often|always|"
    r"good|great|able|enough|there|worth|happy|keen|into|a fan|the same|because|their thing)\b)",
)
"""Words that make an exception."""
