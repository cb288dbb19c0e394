"""Twenty lines: observe what was said, ask what to send, see why, correct it, forget it."""

from prefmem import PreferenceMemory

SAID = [
    {"role": "user", "content": "I'm severely allergic to peanuts. What can I cook for two?"},
    {"role": "assistant", "content": "A mushroom risotto takes half an hour."},
    {"role": "user", "content": "Good. And from now on keep your answers short, please."},
]

with PreferenceMemory.open(":memory:") as memory:  # a path keeps it
    ada = memory.user("ada")
    print(ada.observe(SAID, conversation="c1"))

    reply = ada.personalize([{"role": "user", "content": "Suggest a Thai dinner for tonight."}])
    print(reply.messages)
    print(reply.explain())

    allergy = next(p for p in ada.profile().preferences if "peanut" in p.statement)
    print(ada.correct(allergy.id, "Avoids all nuts").statement)
    print(ada.forget(matching="nuts").removed)
