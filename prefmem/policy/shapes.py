"""How a request is put: the shapes of questions, and the words that a kind cannot do without."""

# ruff: noqa: E501, SIM905  (a pattern is read whole, a list of words as a line)
from __future__ import annotations

import re

from prefmem.policy.lexicon import OPEN, STRICT

MEASURED = re.compile(
    r"\b(?:in the (?:world|universe|solar system|history)|of all time|on earth|ever (?:recorded|made|built|lived))\b"
)
SEEKING = re.compile(
    r"\bwhat(?:'?s| is) for (?:dinner|lunch|breakfast|tea|supper|brunch|dessert)\b|"
    r"\b(?:recommend|suggest|should (?:i|we|he|she|they|the user)|advice|tips|ideas|options?|good|best|great|nice|fun|cool|better|ideal|worth|perfect|suitable|fitting|meaningful|"
    r"popular|top|favou?rite|enjoy|fits?|suits?|ways? to|activities|some|nicest|coolest|prettiest|tastiest|romantic|to (?:do|eat|see|stay|drink|go|visit|read|watch|cook|buy|wear|order|try|play)|(?:goes|go|pairs?) (?:well |best )?with|survives?|thrives?|"
    r"easy to (?:keep|grow|look after|care for|clean|carry|pitch|play|learn|assemble|style)|easy for beginners|low[- ]maintenance|hard to kill|comfortable (?:for|to|in|on|when)|"
    r"gripping|captivating|thrilling|relaxing|cosy|cozy|underrated|heart-?warming|uplifting|inspiring|delicious|decent|stylish|affordable|lovely|entertaining|hilarious|unusual)\b"
)
MEASURE = re.compile(
    r"^how (?:many|much|old|tall|far|long|big|deep|fast|often|high|heavy|large|hot|cold)\b"
    r"(?!.*\b(?:should|you|ought|need)\b)"
)
"""Asks for a figure about the world, unless it speaks of what to do."""
FIRST = re.compile(
    r"\b(?:i|me|my|mine|myself|i'm|i'd|i've|i'll|we|us|our|ours|we're|we'd|we've|im|ive)\b|\bthe user(?:'s)?\b"
)
ADVISER = re.compile(
    r"\byour?(?: \w+)? (?:think|recommend|suggest|suggestions?|recommendations?|advise|advice|choose|pick|opinion|thoughts|have|say|consider|prefer|like)\b"
)
"""The question asks for the assistant's own view: not for a fact."""
CARRIER = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|now|also|hey|hi|please|just|quick question|question|one more thing|btw|by the way|"
    r"out of curiosity|just curious|curious)[,:.!]* +)*"
    r"(?:(?:can|could|would|will) you (?:please |kindly |maybe )?(?:tell|explain|clarify|answer|say|remind|help me understand)(?: (?:to )?(?:me|us))?(?: (?:this|it|that|now|again|briefly))*[,:]* *|"
    r"(?:please )?(?:tell|remind) (?:me|us)[,:]* *|do you (?:happen to )?know[,:]* *|i(?:'m| am| was|'ve been)? ?(?:just )?(?:wonder(?:ing)?|curious(?: about)?|asking)[,:]* *(?:if |whether )?|"
    r"i(?:'d| would) (?:like|love) to know[,:]* *|help me understand[,:]* *|any idea[,:]* *|does anyone know[,:]* *|i (?:want|need) to know[,:]* *)?"
)
FACT = re.compile(
    r"^(?:who|whom|whose|what|when|where|why|which|is|are|was|were|does|do|did|can|could|has|have|had|will|would|"
    r"what's|who's|where's|when's|how's|whats|"
    r"how (?:many|much|old|tall|far|long|big|deep|fast|often|high|heavy|large|hot|cold|did|does|do|is|are|was|were|can|could|has|have|come))\b"
)
POINTING = re.compile(r"^(?:which|what) (?:ones?|of (?:these|those|them|the \w+))\b|^which\W*$")
"""Asks about what was told before it."""
EXPLAIN = re.compile(
    r"^(?:please )?(?:explain|describe|define|tell me (?:about|more)|what does .{1,60} mean|walk me through|give (?:me )?an overview|"
    r"how (?:does|do|did) .{1,80} (?:work|form|happen|function)|what is the difference|what's the difference|elaborate)\b"
)
PARTAKES = re.compile(
    r"\b(?:host|hosting|we|we're|us|our|with (?:my|the|some)|together|potluck|cookout|and (?:i|me))\b"
)
"""The asker is one of those who share it."""
_OTHERS = frozenset(
    "him her his hers them they he she someone somebody friend friends mom mum mother dad father parents sister brother son "
    "daughter child children kid kids wife husband spouse partner girlfriend boyfriend boss manager colleague colleagues coworker "
    "coworkers teammate roommate roommates flatmates neighbor neighbour neighbors neighbours uncle aunt grandma grandmother grandpa "
    "grandfather nephew niece cousin teacher student students client clients customer customers patient patients employee employees "
    "team family guests guest toddler baby teenager teenagers people gift gifts present couple everyone group".split()
)
NEEDED: dict[str, frozenset[str]] = {
    "choice_for_others": _OTHERS,
    "shared_choice": _OTHERS
    | frozenset(
        "we us our ours we're both together company office club committee meeting party wedding".split()
    ),
    "persuasion": _OTHERS
    | next(sign.triggers for sign in STRICT if sign.kind == "persuasion")
    | frozenset(
        "audience readers visitors users guys public strangers followers investor investors jury judge voters supporters landlord professor "
        "ex supplier council parents recruiter recruiters market post caption tweet tweets message text letter email speech bio dm sms review "
        "hook headline subject line words argument arguments everybody yes".split()
    ),
    "code": next(sign.triggers for sign in OPEN if sign.kind == "code")
    | frozenset(
        "file program test tests code column query list variable dict dictionary server npm pip cron vim branch module terminal".split()
    ),
    "summary": frozenset(
        "this that it text article report paper document summary points point these attached above below thread transcript notes pasted "
        "meeting chapter contract say says takeaways gist brief short shorten synopsis essentials minutes".split()
    ),
    "rewriting": frozenset(
        "this it my text sentence sentences paragraph email message draft wording tone grammar words write written rewrite reword rephrase "
        "shorter clearer formal these the".split()
    ),
    "translation": next(sign.triggers for sign in OPEN if sign.kind == "translation")
    | frozenset(
        "greek turkish polish swedish hungarian finnish thai hindi ukrainian vietnamese danish norwegian czech latin irish welsh catalan swahili "
        "mandarin brazilian mean means word language phrase called".split()
    ),
    "quality_evaluation": frozenset(
        "my this our it these those i mine here attached below above draft version right correct".split()
    ),
}
"""Words of which a request has one, if it is of this kind; a guard on what the heads find."""
_SENT = (
    r"(?:e-?mails?|mails?|messages?|texts?|dms?|repl(?:y|ies)|responses?|letters?|notes?|cards?|invitations?|invites?|posts?|captions?|tweets?|"
    r"bio|cv|resume|complaint|speech|toast|announcement|memo|minutes|personal statement|out[- ]of[- ]office|voicemail)"
)
_OWN_TEXT = re.compile(
    rf"\b(?:write|draft|compose|prepare|word|phrase|type|put together)\b(?! me\b.{{0,12}}\bstory)(?: (?!about\b)[\w'’-]+){{0,5}}? {_SENT}\b|"
    r"\b(?:reply|respond|write(?: back)?) to (?:my|our|this|the|him|her|them)\b|"
    r"^(?:please )?(?:e-?mail|text|message) (?:my|our|the) \w+|"
    rf"^(?:(?:an?|another|my|quick|short|polite|funny|nice|linkedin|instagram|facebook|birthday|thank[- ]you|sympathy|leaving|follow-?up) )*{_SENT}\b(?! (?:or|is|are|was|vs|not|app|service|me)\b)(?: (?:to|for|about|from|saying|that)\b|\W*$)"
)
"""Asks for a text that the asker sends as their own: an e-mail, a card, a post."""
_AIMED = re.compile(
    r"\b(?:so(?: that)? (?:people|they|he|she|readers|customers|members)|win|turn|crave|urgency|offers?|customers? back|votes?|donat\w+|buy|sell\w*|invest\w*|investors|"
    r"sign(?:atures|ing up)?|feel (?:bad|guilty|sorry)|jury|raise|discount|refund|lower|let me|extension|forgive|second chance|campaign|political|"
    r"(?:that|which|to) (?:make|get|change|turn|win|sell|convince|bring|move|rally|talk|stir|influence|pressure)s?\b|guilt\w*|rally|pitch\w*|advert\w*|promot\w*|petition|flatter\w*|plead\w*|beg|urge\w*|appeal\w*|why (?:they|he|she|it) should)\b"
)
"""Words of what such a text is to bring about in others."""
EXPLAINABLE = re.compile(
    r"^(?:why|how|explain|describe|what (?:is|are|'s) the (?:idea|intuition|reason))"
)
SMALL = re.compile(
    r"^(?:hi+|hello+|hey+|yo|howdy|good (?:morning|evening|afternoon|night)|thanks?(?: you)?|thank you|thx|ty|cheers|bye|goodbye|see (?:you|ya)|lol|haha+|"
    r"ok(?:ay)?|cool|nice|great|how are you|how's it going|what'?s up|sup|how was your|who are you|are you (?:there|human|real|an? (?:ai|bot))|"
    r"nice to meet|you'?re (?:great|awesome|funny)|welcome back|happy (?:new year|birthday|friday)|i'?m (?:bored|back|tired|home))\b"
)
THING = re.compile(
    r"^\W*(?:(?:an?|some|any|more|new|good|nice|quick|easy|cheap|healthy|cosy|cozy|fun|light|warm) )*(?:dinner|lunch|breakfast|brunch|supper|desserts?|pudding|snacks?|meals?|recipes?|soup|pasta|cake|"
    r"films?|movies?|series|tv shows?|shows?|books?|novels?|podcasts?|audiobooks?|playlists?|music|songs?|games?|board games?|anime|restaurants?|hotels?|holidays?|vacation|trips?|day out|date night|weekend|"
    r"shoes|boots|trainers|jackets?|coats?|outfits?|dress|jeans|workouts?|hobby|hobbies|coffee|tea|wine|beer|cocktails?|drinks?|perfume|haircuts?)"
    r"(?> (?:ideas?|recs?|please|pls|tonight|today|tomorrow|now|on \w+day|this weekend|for (?:one|two|me|us|tonight|today|tomorrow|work|\w+day)))*\W*$"
)
"""A request that names what is looked for, and nothing else."""
GENERIC = frozenset(
    "for the a an of to and or in on with what which how would should could can do does is are be you your we i me my our it "
    "this that these those plan approach decision situation sensible look like recommend recommendation organize organise "
    "structure suggest best go about handle next step steps make good reasonable proceed option options choose case please now "
    "think here there discussed discuss talked then one way from as so if at by will help any ideas idea thing things "
    "start first where when need want".split()
)
"""Words that name no matter of their own: a request made of them speaks of what went before."""


def is_own_text(said: str) -> bool:
    """True if a request is for a text that its asker sends, and that is to talk nobody round."""
    return _OWN_TEXT.search(said) is not None and _AIMED.search(said) is None
