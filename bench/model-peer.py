"""The peer of bench/model.ts: transformers on torch with the same sizes, float32.

Prints "ready", then one line of JSON with seconds for every line read; or one line that
says why it can not run.
"""
import json
import sys
import time

try:
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM
    from transformers.models.qwen3_vl.configuration_qwen3_vl import Qwen3VLVisionConfig
    from transformers.models.qwen3_vl.modeling_qwen3_vl import Qwen3VLVisionModel
except ImportError as error:
    print(f"python3 has no torch with transformers: {error}", flush=True)
    sys.exit(0)

settings = json.loads(sys.argv[1])
text, vision = settings["text"], settings["vision"]
torch.set_num_threads(settings["threads"])
torch.manual_seed(0)
decoder = Qwen3ForCausalLM(
    Qwen3Config(
        hidden_size=text["hiddenSize"],
        intermediate_size=text["intermediateSize"],
        num_hidden_layers=text["layerCount"],
        num_attention_heads=text["headCount"],
        num_key_value_heads=text["keyValueHeadCount"],
        head_dim=text["headDim"],
        vocab_size=text["vocabularySize"],
        tie_word_embeddings=text["tieWordEmbeddings"],
    )
).eval()
tower = Qwen3VLVisionModel(
    Qwen3VLVisionConfig(
        depth=vision["depth"],
        hidden_size=vision["hiddenSize"],
        intermediate_size=vision["intermediateSize"],
        num_heads=vision["headCount"],
        patch_size=vision["patchSize"],
        out_hidden_size=vision["outHiddenSize"],
        num_position_embeddings=vision["positionEmbeddings"],
        deepstack_visual_indexes=vision["deepstackLayers"],
    )
).eval()
side = settings["patchSide"]
print("ready", flush=True)


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def decode(cache, steps):
    for step in range(steps):
        ids = torch.tensor([[(step * 91) % 31000]])
        cache = decoder(ids, past_key_values=cache, use_cache=True).past_key_values


with torch.inference_mode():
    for line in sys.stdin:
        ids = torch.arange(settings["promptTokens"])[None] * 37 % 31000
        prefill, out = timed(lambda: decoder(ids, use_cache=True, logits_to_keep=1))
        steps = settings["decodedTokens"]
        decoding, _ = timed(lambda: decode(out.past_key_values, steps))
        patches = torch.rand(side * side, 1536) * 2 - 1
        grid = torch.tensor([[1, side, side]])
        seeing, _ = timed(lambda: tower(patches, grid_thw=grid))
        print(json.dumps({"prefill": prefill, "decode": decoding, "vision": seeing}), flush=True)
