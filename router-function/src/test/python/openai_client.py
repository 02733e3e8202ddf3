"""Asks the router with OpenAI's own client, streamed and not. Usage: openai_client.py BASE_URL"""

import sys

from openai import BadRequestError, OpenAI, UnprocessableEntityError

client = OpenAI(base_url=sys.argv[1], api_key="none-needed", max_retries=0)
question = [{"role": "user", "content": "Tell me the result of derivative of x^3 when x is 2?"}]

whole = client.chat.completions.create(model="octograph", messages=question)
assert whole.object == "chat.completion", whole
assert whole.model == "math_gpt", whole
assert whole.choices[0].message.content == "Hi 🐙", whole
assert whole.choices[0].finish_reason == "stop", whole
assert whole.usage.total_tokens == 9, whole

text, reasons, usage, ids = "", [], None, set()
with client.chat.completions.create(
    model="octograph",
    messages=question,
    stream=True,
    stream_options={"include_usage": True},
    extra_body={"octograph": {"receipt": True}},
) as stream:
    for chunk in stream:
        ids.add(chunk.id)
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            reasons += [choice.finish_reason] if choice.finish_reason else []
assert text == "Hi 🐙", text
assert reasons == ["stop"], reasons
assert usage.total_tokens == 9, usage
assert len(ids) == 1, ids

assert "math_gpt" in [model.id for model in client.models.list()]

raw = client.chat.completions.with_raw_response.create(model="math_gpt", messages=question)
assert raw.headers["x-octograph-node"] == "math_gpt", raw.headers

for model, messages, expected in [
    ("nobody", question, UnprocessableEntityError),
    ("octograph", [], BadRequestError),
]:
    try:
        client.chat.completions.create(model=model, messages=messages)
        raise AssertionError(f"{model} {messages} was taken")
    except expected as refusal:
        assert refusal.body["message"], refusal

print("ok")
