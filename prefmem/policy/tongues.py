"""Requests in other languages than English: that they are, and whether they are grave.

The words and heads of `reading` know English. What is written in another language is not read by
them, so it is `unread`, which is strict; people in danger are still to be recognised. The lists are
short on purpose: phrases that a native speaker would use, and that mean little else.
"""

# ruff: noqa: E501, SIM905  (a pattern is read whole, a list of words as a line)
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from prefmem.policy.question import ends

_QUOTED = re.compile(
    r"[\"“„«»”][^\"“„«»”]{0,400}[\"“”«»]|(?<!\w)'[^']{0,400}'(?!\w)|```.*?```", re.S
)
_MARKS = "\"“„«»”'"
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENGLISH = frozenset(
    "the a an and or but is are was were be been do does did have has had i you he she it we they me my your his her our "
    "their this that these those what which who where when why how to of in on at for with from by as if not no can could "
    "would should will am about there any some so than then up out please just need want get make give tell know think good "
    "best help find like i'm i'd i've it's what's don't can't "
    "im ive dont cant wont isnt arent didnt doesnt havent wasnt whats thats youre theyre couldnt wouldnt shouldnt".split()
)
_OTHERS = (
    frozenset(
        # German
        "ich und der das ist nicht ein eine einen einem einer mir mich mein meine meinem meiner wie wo wann warum welche welcher welches für mit auf auch "
        "kann soll sollte können bitte mir gibt es wir sie ihr ihm haben habe wird wurde zum zur über noch mehr oder aber wenn dass den dem des von im bei aus nach zu "
        # French
        "le la les un une des du je tu il elle nous vous ils est sont pas que qui quoi quel quelle quels quelles où quand comment pourquoi pour avec dans sur "
        "mon ma mes ton ta ses cette ce ces et ou mais j'ai c'est d'un d'une puis-je dois-je peux faire suis ai plus au aux "
        # Spanish, Portuguese, Italian
        "el los las una unos y o pero es son no que quién qué cuál cuáles dónde cuándo cómo por para con sin mi mis tu su sus me te se lo al del estoy "
        "tengo puedo debo hay muy más quiero necesito eu você não uma um os as do da dos das no na em para com sem meu minha seu sua como onde quando qual quais "
        "estou tenho posso devo mais isso este esta il lo gli io è sono non che chi cosa quale quali dove quando come perché con per di da un' mio mia posso devo ho "
        "della dello dei nel nella sul più mi ti questo questa vorrei "
        # Dutch, Swedish, Danish, Norwegian
        "ik het een niet van voor met hoe waar wanneer waarom welke wat kan moet mijn jij wij zijn ben naar ook maar jag och är det inte en ett som på till hur var när "
        "varför vilken vilka kan ska min mitt har att jeg og er ikke hvordan hvor hvorfor hvilken skal mit til på "
        # Polish, Czech, Turkish, Indonesian, Vietnamese, Finnish, Hungarian, Romanian
        "jest nie to się w z na do jak gdzie kiedy dlaczego który która czy mam mogę mój moja co já jsem je že jak kde proč který můžu bir ve bu ne nasıl nerede neden "
        "hangi için ile çok mı mi benim var değil saya yang dan di ke apa bagaimana kenapa untuk dengan tidak ini itu tôi là và không gì như thế nào của minä on ei ja "
        "voglio quero veux voudrais quisiera möchte wil chcę chci chcem vreau akarok haluan istiyorum vill vil ingin muốn "
        "minulla minun olen onko voinko mitä miten missä miksi mikä minun hogyan mi hol miért nem és egy az ce cum unde de ce eu sunt nu și pentru care".split()
    )
    - _ENGLISH
)
_OF_SEVERAL = frozenset(
    "a an as am at be by do for had has he her i im in is it me my no of on or so up want was we will".split()
)
"""Words of English that are words of another language as well: beside one of these they tell nothing."""
_MET_IN_ENGLISH = frozenset(
    # in names
    "de la le les los las el il lo du da do dos das di des del della van von un una e et y ben al ho chi dan est "
    # as words of its own
    "per pour come plus son ton con sin hay till care den met mit var com ma hoe".split()
)
"""Words of other languages that stand in English, too: alone they make a text no other language's."""
_OWN = _ENGLISH - _OF_SEVERAL
_TELLING = _OTHERS - _MET_IN_ENGLISH
_BEYOND = 0x370
"""Where the Greek alphabet begins, and after it all that is not Latin."""
_FEW = 2
"""Words of another language from which a text counts as written in it."""

GRAVE: Mapping[str, Mapping[str, str]] = {
    "crisis": {
        "de": r"\b(?:umbringen|selbstmord|suizid\w*|selbst ?verletz\w*|ritze? mich|will (?:nicht mehr leben|sterben)|(?:nicht|keine lust) mehr (?:leben|da sein)|mir das leben nehmen|schlägt mich|vergewaltigt|lebensmüde|keinen ausweg|ohne mich besser dran|(?:von der brücke|vom dach|vom balkon|vor den zug|vor die bahn) (?:zu )?(?:springe|springen|werfe|werfen|stürzen)|spring\w* (?:ich )?(?:von der brücke|vom dach|vom balkon|vor den zug)|sperrt mich ein|würgt mich)\b",
        "es": r"\b(?:suicid\w*|matarme|quitarme la vida|(?:quiero|querría) morir(?:me)?|no quiero (?:vivir|seguir viviendo)|acabar con (?:mi vida|todo)|me (?:pega|golpea|maltrata)|me corto|hacerme daño|me violaron|mejor sin mí|(?:me (?:tiro|lanzo|arrojo|tiraré|voy a tirar)|tirarme|lanzarme) (?:de|del|desde|por|al|a las?) (?:\w+ )?(?:puente|balcón|ventana|tren|metro|vías?|azotea)|me (?:encierra|ahorca|estrangula))\b",
        "fr": r"\b(?:suicid\w*|me tuer|(?:veux|envie d[e'’] ?) ?(?:mourir|en finir)|(?:plus|pas) envie de vivre|en finir avec (?:la|ma) vie|me (?:frappe|bat|scarifie)|me faire du mal|(?:ai|suis) été violée?|mieux sans moi|(?:me (?:jette|jeter|jetterai)|sauter) (?:sous|du|d'un|par|de la) (?:\w+ )?(?:pont|train|toit|balcon|métro|fenêtre)|plus la force de (?:continuer|vivre)|m'(?:enferme|étrangle))\b",
        "it": r"\b(?:suicid\w*|uccidermi|ammazzarmi|togliermi la vita|voglio morire|non voglio (?:più )?vivere|farla finita|mi (?:picchia|taglio)|farmi del male|violentat[ao]|(?:mi butto|buttarmi|mi getto|gettarmi) (?:dal|da un|sotto|sotto il|giù dal) (?:\w+ )?(?:ponte|treno|tetto|balcone|metro)|la faccio finita|mi (?:chiude|rinchiude) in casa)\b",
        "pt": r"\b(?:suic[ií]d\w*|me matar|tirar (?:a )?minha vida|(?:quero|queria) morrer|não quero (?:mais )?viver|acabar com (?:tudo|a minha vida)|me (?:bate|agride|corto)|fui (?:estuprada|violada)|(?:me (?:jogo|jogar|atiro|atirar)|jogar-me|atirar-me) (?:da|do|debaixo do|para debaixo do) (?:\w+ )?(?:ponte|prédio|trem|comboio|varanda)|me (?:tranca|enforca))\b",
        "nl": r"\b(?:zelfmoord|suïcid\w*|mezelf (?:doden|pijn doen|snijden)|(?:wil|ga) (?:dood|niet meer leven)|een eind aan mijn leven|(?:slaat|mishandelt) (?:hij |zij |me|mij)+|verkracht|(?:spring|springen|gooi me|gooi mezelf) (?:van de brug|van het dak|voor de trein|van het balkon)|(?:van de brug|van het dak|voor de trein) (?:te )?spring\w*|sluit me op|wurgt me)\b",
        "pl": r"\b(?:samobójstw\w*|zabić się|zabiję się|chcę umrzeć|nie chcę (?:już )?żyć|(?:odebrać|skończyć) (?:sobie )?(?:z )?życie?m?|tnę się|bije mnie|zgwałci\w*)\b",
        "sv": r"\b(?:självmord\w*|ta (?:mitt liv|livet av mig)|vill (?:dö|inte leva)|skär mig|slår mig|våldtag\w*)\b",
        "tr": r"\b(?:intihar|kendimi öldür|ölmek istiyorum|yaşamak istemiyorum|beni dövüyor|kendime zarar)",
        "id": r"\b(?:bunuh diri|ingin mati|mau mati|tidak ingin hidup|mengakhiri hidup|memukuli saya)\b",
        "vi": r"\b(?:tự tử|tự sát|muốn chết|không muốn sống|đánh đập tôi)",
        "ru": r"(?:суицид|самоубийств|покончить с собой|убить себя|убью себя|хочу умереть|не хочу (?:больше )?жить|режу себя|(?:муж|отец|он|парень).{0,12} (?:бь[её]т|избивает) меня|меня бь[её]т|изнасилова|(?:прыгну|спрыгну|спрыгнуть|прыгнуть|брошусь|броситься) (?:с моста|с крыши|с балкона|под поезд)|запирает меня|душит меня)",
        "uk": r"(?:самогубств|суїцид|вбити себе|хочу померти|не хочу (?:більше )?жити|накласти на себе руки|(?:б'є|бʼє|б’є) мене|мене б['ʼ’]є)",
        "zh": r"(?:自杀|自殺|想死|不想活|活不下去|结束生命|結束生命|轻生|輕生|自残|自殘|割腕|家暴|打我|强奸|強姦|被性侵|跳楼|跳樓|跳桥|跳橋|撑不下去|撐不下去|把我锁|把我鎖)",
        "ja": r"(?:自殺|死にたい|消えたい|生きていたくない|生きるのが(?:辛|つら)い|リストカット|自傷|殴られ|暴力を(?:振|ふ)るわれ|レイプされ|飛び降り|飛び込みたい|もう限界|閉じ込められ)",
        "ko": r"(?:자살|죽고 ?싶|살고 ?싶지 ?않|살기 ?싫|자해|목숨을 끊|때려요|폭행|성폭행|뛰어내리|목을 ?매|가둬)",
        "ar": r"(?:انتحار|أنتحر|انتحر|أقتل نفسي|اقتل نفسي|أريد أن أموت|اريد ان اموت|لا أريد أن أعيش|لا اريد العيش|إنهاء حياتي|انهاء حياتي|يضربني|اغتصب)",
        "fa": r"(?:خودکشی|خودم را بکشم|خودمو بکشم|می‌?خواهم بمیرم|می‌?خوام بمیرم|نمی‌?خواهم زنده|کتکم می‌?زن)",
        "he": r"(?:להתאבד|התאבדות|לא רוצה לחיות|רוצה למות|להרוג את עצמי|מרביץ לי)",
        "da, no": r"\b(?:selvmord\w*|vil (?:dø|ikke leve)|tage mit (?:eget )?liv|ta livet mitt|skærer mig|slår me?i?g|voldt(?:aget|att)\w*)\b",
        "fi": r"\b(?:itsemurh\w*|haluan kuolla|en halua (?:enää )?elää|tappaa itseni|satuttaa itseäni|lyö minua|raiska\w*)\b",
        "cs, sk": r"\b(?:sebevra\w*|samovra\w*|chci (?:zemřít|umřít)|chcem (?:umrieť|zomrieť)|nechci (?:už )?žít|nechcem (?:už )?žiť|zabít se|zabiju se|ublížit si|bije mě|znásiln\w*)\b",
        "hu": r"\b(?:öngyilk\w*|meg akarok halni|nem akarok (?:tovább )?élni|megölöm magam|bántani magam|megerőszakol\w*)\b",
        "ro": r"\b(?:sinucid\w*|vreau să mor|nu mai vreau să trăiesc|să mă omor|mă bate|am fost violată?)\b",
        "el": r"(?:αυτοκτον|θέλω να πεθάνω|δεν θέλω να ζ(?:ω|ήσω)|να σκοτωθώ|με χτυπ(?:ά|άει)|με βίασ)",
        "th": r"(?:ฆ่าตัวตาย|อยากตาย|ไม่อยากมีชีวิต|ไม่อยากอยู่แล้ว|ทำร้ายตัวเอง|ข่มขืน)",
        "hi": r"(?:आत्महत्या|खुदकुशी|मरना चाहत|जीना नहीं चाहत|मर जाना चाहत|मुझे मारता|मुझे पीटता|khudkushi|marna chahta|marna chahti)",
    },
    "safety_critical": {
        "de": r"\b(?:atmet (?:nicht|kaum)|zusammengebrochen|es brennt|feuer in (?:der|meiner|unserer)|ertrink\w*|in den (?:pool|teich) gefallen|redet wirr|mundwinkel|stromschlag|blau angelaufen|wacht nicht auf|brustschmerz\w*|schmerzen in der brust|bekomme? (?:kaum|keine) luft|atemnot|schlaganfall|herzinfarkt|bewusstlos|vergift\w*|gasgeruch|riecht nach gas|überdosis|verschluckt|giftig|gefährlich|allergische reaktion|ohnmächtig|fieber|schwanger|dosis|dosierung|tabletten|ibuprofen|paracetamol|notaufnahme|kohlenmonoxid|chlor ?reiniger|blute[nt]?|aspirin\w*|knopf(?:batterie|zelle)\w*|(?:baby|säugling)\b.{0,40}\b(?:trinkt nicht|hat (?:38|39|40)))\b",
        "es": r"\b(?:(?:no|apenas) respira\w*|(?:se ha|se) desplom\w*|incendio|hay fuego|se (?:está )?ahoga\w*|ahogando|(?:caído|cayó) (?:a|en) la piscina|habla raro|no (?:se )?despierta|dolor (?:en el|de) pecho|no puedo respirar|falta de aire|derrame cerebral|infarto|inconsciente|envenena\w*|intoxica\w*|huele a gas|fuga de gas|sobredosis|tragó|venenos[oa]s?|peligros[oa]s?|reacción alérgica|desmay\w*|fiebre|embarazad[ao]|dosis|pastillas|ibuprofeno|paracetamol|urgencias|lejía|amoníaco|sangr(?:e|ando|ado)|es seguro|aspirinas?|tragad[oa]|tragué|pila de botón|bebé\b.{0,40}\b(?:(?:tiene|a) (?:38|39|40)|no (?:bebe|come|respira)))\b",
        "fr": r"\b(?:ne respire (?:plus|pas)|respire mal|s'est effondrée?|incendie|le feu (?:dans|à)|se noie|tombée? dans (?:la piscine|l'eau)|ne se réveille|douleurs? (?:à|dans) la poitrine|mal à la poitrine|(?:n'arrive|peux) (?:plus|pas) (?:à )?respirer|essoufflé|avc|crise cardiaque|infarctus|inconscient|empoisonn\w*|intoxi\w*|odeur de gaz|sent le gaz|fuite de gaz|surdose|avalé|toxique|dangereux|réaction allergique|évanoui\w*|fièvre|enceinte|posologie|comprimés|ibuprofène|paracétamol|doliprane|urgences|eau de javel|ammoniaque|saigne\w*|aspirine|pile bouton|avale[rz]?|(?:bébé|nourrisson)\b.{0,40}\b(?:a (?:38|39|40)|ne (?:boit|mange|respire)))\b",
        "it": r"\b(?:non respira|crollat[oa] a terra|incendio|a fuoco|affoga\w*|annega\w*|cadut[oa] in (?:piscina|acqua)|non si sveglia|dolore al petto|non riesco a respirare|ictus|infarto|incosciente|avvelena\w*|odore di gas|fuga di gas|sovradosaggio|overdose|ingoiato|velenos[oaie]|pericolos[oaie]|reazione allergica|svenut[oa]|febbre|incinta|dose|pastiglie|compresse|ibuprofene|paracetamolo|tachipirina|pronto soccorso|candeggina|ammoniaca|sanguin\w*|aspirin[ae]|inghiottit[oa]|inghiottire|neonat[oa]\b.{0,40}\b(?:ha (?:38|39|40)|non (?:beve|mangia|respira)))\b",
        "pt": r"\b(?:não (?:está )?respira(?:ndo)?|não acorda|incêndio|pegando fogo|há fogo|afoga\w*|caiu na piscina|desmaiou|dor no peito|não consigo respirar|falta de ar|avc|infarto|enfarte|inconsciente|envenen\w*|cheiro (?:de|a) gás|vazamento de gás|overdose|engoliu|venenos[oa]s?|perigos[oa]s?|reação alérgica|desmai\w*|febre|grávida|dose|comprimidos|ibuprofeno|paracetamol|dipirona|pronto-socorro|água sanitária|lixívia|amônia|sangr\w*|aspirinas?|engolid[oa]|bebê\b.{0,40}\b(?:(?:tem|com) (?:38|39|40)|não (?:bebe|mama|respira)))\b",
        "nl": r"\b(?:ademt (?:niet|nauwelijks)|in elkaar gezakt|er is brand|in brand|verdrink\w*|wordt niet wakker|pijn op de borst|kan niet ademen|benauwd|beroerte|hartaanval|bewusteloos|vergift\w*|gaslucht|overdosis|ingeslikt|giftig|gevaarlijk|allergische reactie|flauwgevallen|koorts|zwanger|dosis|ibuprofen|paracetamol|spoedeisende|bleekmiddel|koolmonoxide|bloedt|aspirine|doorgeslikt|slikte|knoopcel|baby\b.{0,40}\b(?:heeft (?:38|39|40)|drinkt niet))\b",
        "pl": r"\b(?:nie oddycha|pożar\w*|pali się|topi się|zemdla\w*|nie budzi się|ból w klatce|nie mogę oddychać|duszno\w*|udar|zawał|nieprzytomn\w*|zatru\w*|zapach gazu|przedawkow\w*|połkn\w*|trując\w*|niebezpieczn\w*|gorączk\w*|w ciąży|dawk\w*|tablet\w*|ibuprofen\w*|paracetamol\w*|pogotowie|wybielacz\w*|krwawi\w*|aspiryn\w*)\b",
        "sv": r"\b(?:andas inte|det brinner|drunkn\w*|kollapsade|vaknar inte|ont i bröstet|bröstsmärt\w*|kan inte andas|stroke|hjärtinfarkt|medvetslös|förgift\w*|luktar gas|överdos|svalt|giftig\w*|farlig\w*|feber|gravid|dosen?ring|tabletter|ibuprofen|paracetamol|alvedon|akuten|klorin|blöder)\b",
        "tr": r"\b(?:nefes al[ıa]?m[ıi]yor|yangın|boğuluyor|yere yığıldı|uyanmıyor|göğsüm ağrıyor|göğüs ağrısı|nefes alamıyor|felç|kalp krizi|bayıldı|zehir|gaz kokusu|aşırı doz|yuttu|tehlikeli|ateşi var|hamile|dozu?\b|dozaj|ibuprofen|parasetamol|acil servis|çamaşır suyu|kanama|aspirin)",
        "id": r"\b(?:(?:tidak|tak) bernapas|kebakaran|tenggelam|tidak sadar|nyeri dada|sesak napas|serangan jantung|pingsan|keracunan|bau gas|overdosis|tertelan|beracun|berbahaya|demam|hamil|dosis|ibuprofen|parasetamol|pemutih|pendarahan)\b",
        "vi": r"\b(?:không thở|cháy nhà|đang cháy|đuối nước|không tỉnh|đau ngực|khó thở|đột quỵ|nhồi máu|bất tỉnh|ngộ độc|mùi gas|quá liều|nuốt phải|nguy hiểm|sốt cao|mang thai|liều lượng|paracetamol|ibuprofen|chảy máu)",
        "ru": r"(?:не дыш|пожар|горит (?:квартира|дом|кухня)|тонет|потерял.? сознание|не просыпается|боль в груди|болит в груди|не могу дышать|задыхаюсь|инсульт|инфаркт|без сознания|отравл|отравил|пахнет газом|запах газа|передозиров|проглотил|ядовит|опасно|температура (?:39|40|41)|беременн|дозировк|доза|таблет|ибупрофен|парацетамол|скорую|отбеливател|хлорк|кровотеч|аспирин|батарейк.{0,20}(?:съел|прогло)|(?:съел|прогло).{0,20}батарейк)",
        "uk": r"(?:не дихає|пожеж|горить (?:квартира|дім|кухня)|тоне|не прокидається|біль у грудях|не можу дихати|задихаюся|інсульт|інфаркт|непритомн|отру[їє]|пахне газом|запах газу|передозуван|проковтну|небезпечн|вагітн|дозуван|таблет|ібупрофен|парацетамол|швидку|кровотеч)",
        "zh": r"(?:[没沒不]有?呼吸|[着著起]火|火[灾災]|溺水|叫不醒|胸口痛|胸痛|胸闷|喘不过气|无法呼吸|呼吸困难|中风|心脏病发|心肌梗|昏迷|晕倒|中毒|煤气味|瓦斯味|漏气|过量|吞了|误食|有毒|危险|危險|过敏反应|发烧|發燒|高烧|怀孕|懷孕|剂量|劑量|药片|布洛芬|对乙酰氨基酚|漂白|氨水|急诊|急診|流血|出血|安全吗|安全嗎|阿司匹林|吞下|误吞|誤吞|洁厕灵)",
        "ja": r"(?:(?:息|呼吸)を?していない|火事|溺れ|目を覚まさない|胸が痛|胸の痛み|息ができない|息が苦し|呼吸困難|脳卒中|心臓発作|心筋梗塞|意識がない|意識不明|倒れ|中毒|ガス臭|ガスの(?:臭|匂)い|過剰摂取|飲み込ん|誤飲|有毒|毒|危険|アレルギー反応|高熱|発熱|妊娠|用量|何錠|錠剤|イブプロフェン|アセトアミノフェン|ロキソニン|漂白剤|救急|出血|安全ですか|アスピリン|飲んでしまい|電池を(?:飲|のみ))",
        "ko": r"(?:숨을? ?(?:안|못) ?쉬|숨을 쉬지 않|불이 ?났|화재|물에 빠|쓰러졌|깨어나지|가슴(?:이|에) (?:아프|통증)|가슴 통증|흉통|숨을? (?:못|쉴 수)|호흡곤란|뇌졸중|심장마비|의식(?:이|을) (?:없|잃)|기절|중독|가스 ?냄새|과다 ?복용|삼켰|독성|독버섯|위험|알레르기 반응|고열|열이 (?:39|40)|임신|복용량|몇 알|이부프로펜|타이레놀|락스|응급|출혈|안전한가)",
        "ar": r"(?:(?:لا|ما) ?[يت]تنفس|حريق|يغرق|لا [يت]ستيقظ|ألم في (?:الصدر|صدري)|الم في (?:الصدر|صدري)|لا أستطيع التنفس|لا استطيع التنفس|ضيق في التنفس|سكتة|جلطة|نوبة قلبية|فاقد الوعي|أغمي|تسمم|رائحة غاز|جرعة|ابتلع|سام|خطير|حساسية شديدة|حمى|حرارته|حامل|حبوب|إيبوبروفين|ايبوبروفين|باراسيتامول|بنادول|الطوارئ|مبيض|كلور|نزيف|ينزف)",
        "fa": r"(?:نفس نمی‌? ?کش|آتش‌? ?سوزی|غرق شد|به هوش نمی|درد قفسه سینه|نمی‌?توانم نفس|تنگی نفس|سکته|بیهوش|مسموم|بوی گاز|مصرف بیش از حد|قورت داد|سمی|خطرناک|تب (?:بالا|۳۹|۴۰)|باردار|دوز|قرص|ایبوپروفن|استامینوفن|اورژانس|وایتکس|خونریزی)",
        "he": r"(?:לא נושמ|לא נושם|שריפה|טובע|התמוטט|לא מתעורר|כאבים? בחזה|לא מצליח(?:ה)? לנשום|שבץ|התקף לב|חסר הכרה|התעלף|הרעלה|ריח של גז|ריח גז|מנת יתר|בלע|רעיל|מסוכן|חום גבוה|בהיריון|בהריון|מינון|כדורים|איבופרופן|אקמול|אקונומיקה|דימום)",
        "da, no": r"\b(?:tr[æe]kker ikke (?:vejret|pusten)|(?:puster|ånder) ikke|det br[æe]nn?d?er|drukn\w*|(?:faldet|falt) om|v[åa]gner ikke|våkner ikke|[ov]+ndt i brystet|brystsmerter|kan ikke (?:trække vejret|puste)|slagtilfælde|hjerneslag|hjerteanfald|hjerteinfarkt|bevidstløs|bevisstløs|forgift\w*|lugter gas|lukter gass|overdosis|slugt|svelget|giftig\w*|farlig\w*|feber|gravid|klorin|bløder|blør)\b",
        "fi": r"\b(?:ei hengitä|tulipalo\w*|hukku\w*|lyyhisty\w*|ei herää|rintakipu\w*|kipua rinnassa|en saa henkeä|aivohalvaus|sydänkohtaus|tajuton|myrkyt\w*|kaasun haju|yliannostu\w*|nielais\w*|myrkyllis\w*|vaarallis\w*|kuume\w*|raskaana|annos\w*|ibuprofeeni\w*|kloori\w*|vuotaa verta)\b",
        "cs, sk": r"\b(?:nedých\w*|nedýcha\w*|hoří|horí|požár\w*|topí se|zkolabova\w*|omdlel\w*|bolest na hrud\w*|nemůžu dýchat|nemôžem dýchať|mrtvice|mŕtvica|infarkt|bezvědomí|bezvedomí|otrav\w*|cítím plyn|předávk\w*|spolk\w*|jedovat\w*|nebezpečn\w*|horečk\w*|těhotn\w*|dávkován\w*|krvác\w*)\b",
        "hu": r"\b(?:nem (?:lélegzik|vesz levegőt|ébred)|tűz van|ég a (?:ház|lakás|konyha)|fuldoklik|összeesett|mellkasi fájdalom|fáj a mellkasom|nem kapok levegőt|szívroham|eszméletlen\w*|mérgez\w*|gázszag|túladagol\w*|lenyelt\w*|veszélyes|lázas|terhes|adagolás\w*|vérzik)\b",
        "ro": r"\b(?:nu (?:mai )?respiră|incendiu|a luat foc|se îneacă|a leșinat|nu se trezește|durer[ei] în piept|nu pot (?:să )?respir\w*|accident vascular|infarct|inconștient\w*|otrăv\w*|intoxic\w*|miros de gaz|supradoz\w*|înghițit|periculo\w*|febră|însărcinată|doză|pastile|înălbitor|sânger\w*)\b",
        "el": r"(?:δεν αναπνέει|φωτιά|πυρκαγιά|πνίγεται|λιποθύμησε|κατέρρευσε|δεν ξυπν|πόνο.? στο στήθος|δεν μπορώ να αναπνεύσω|εγκεφαλικό|έμφραγμα|αναίσθητ|δηλητηρ|μυρίζει γκάζι|υπερβολική δόση|κατάπιε|επικίνδυν|πυρετ|έγκυος|δόση|χάπια|χλωρίνη|αιμορραγ)",
        "th": r"(?:ไม่หายใจ|ไฟไหม้|จมน้ำ|ปลุกไม่ตื่น|เจ็บหน้าอก|หายใจไม่ออก|เส้นเลือดในสมอง|หัวใจวาย|หมดสติ|ได้รับพิษ|กลิ่นแก๊ส|เกินขนาด|กลืน|มีพิษ|อันตราย|ไข้สูง|ตั้งครรภ์|พาราเซตามอล|น้ำยาฟอกขาว|เลือดออก)",
        "hi": r"(?:आग लग|डूब (?:रह|गय)|होश में नहीं|सीने में दर्द|छाती में दर्द|सांस नहीं|साँस नहीं|लकवा|दिल का दौरा|बेहोश|ज़हर|जहर|गैस की (?:गंध|बदबू)|ओवरडोज|निगल|खतरनाक|ख़तरनाक|बुखार|गर्भवती|खुराक|गोलियां|आइबुप्रोफेन|पैरासिटामोल|ब्लीच|खून बह)",
    },
}
"""By kind and language: phrases that show it. Searched in lowered text of any language."""


ENDS = 20_000
"""Characters of each end of a text in which the phrases of other languages are looked for."""


def foreign(text: str) -> bool:
    """True if `text`, quotations aside, is not written in English as far as its words show."""
    found = _counted(text)
    return found is None or (
        found.others > 0
        and found.others + found.marked >= _FEW
        and found.others + found.marked > found.english
    )


def doubtful(text: str) -> bool:
    """True if nothing in `text` says that it is English, and something that it is not."""
    found = _counted(text)
    return found is None or (found.english == 0 and found.others + found.marked > 0)


@dataclass(frozen=True, slots=True)
class _Counted:
    english: int
    """Where a word tells another language, those of several languages aside."""
    others: int
    marked: int
    """Words with letters that English does not have; a name may."""


def _counted(text: str) -> _Counted | None:
    """Words that tell a language; None where most letters are beyond the Latin alphabet.

    Names tell none: of words with a capital only the first of the text counts for other languages.
    """
    said = _QUOTED.sub(" ", text)
    if not said.isascii():
        letters = [c for c in said if c.isalpha()]
        if sum(ord(c) >= _BEYOND for c in letters) * 3 > len(letters):
            return None
    found = _WORD.findall(said.lower() if said.isupper() else said)
    telling = [word.lower() for at, word in enumerate(found) if not at or word.islower()]
    english = _ENGLISH if _TELLING.isdisjoint(telling) else _OWN
    return _Counted(
        english=sum(word.lower() in english for word in found),
        others=sum(word in _OTHERS for word in telling),
        marked=0 if said.isascii() else sum(not word.isascii() for word in telling),
    )


def grave(text: str) -> set[str]:
    """Which grave kinds a text of another language shows, at its ends if it is long.

    `text` is lowered. No list of words says beforehand that none of so many phrases can be there.
    """
    seen = ends(text, ENDS)
    return {kind for kind in GRAVE if _compiled(kind).search(seen)}


def grave_quotes(text: str) -> set[str]:
    """Which grave kinds its quotations in other languages show; `text` is lowered."""
    if not any(mark in text for mark in _MARKS):
        return set()
    quoted = [found[0] for found in _QUOTED.finditer(text)]
    return {kind for one in quoted if foreign(one.strip(_MARKS)) for kind in grave(one)}


@cache
def _compiled(kind: str) -> re.Pattern[str]:
    """Compiled when first needed: only requests in other languages are searched."""
    return re.compile("|".join(f"(?:{source})" for source in GRAVE[kind].values()))
