#!/usr/bin/env python3
"""Checks a receipt of Jiaozi's ledger. It shares no code with the bank.

usage: verify_receipt.py receipt.json [operator.pem]

Needs python3 and the program openssl (3.0 or newer). Exit codes: 0 proven, 1 not proven, 2 wrong use.
The formats are described in docs/terminal-sdk.md, section "Receipts".
"""
import base64, datetime, hashlib, json, os, re, subprocess, sys, tempfile

NUMBER, HEX, WORD = "([1-9][0-9]{0,18})", "([0-9a-f]{64})", "([A-Z][A-Z0-9_]*)"
DATE, AT = "([0-9]{4}-[0-9]{2}-[0-9]{2})", r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6})Z"
LEG = re.compile(f"leg {NUMBER} {HEX} {HEX} {NUMBER}\n")
ENTRY = re.compile(f"jiaozi entry 1\nheight {NUMBER}\nkind {WORD}\ntype {WORD}\ndate {DATE}\nat {AT}\nid {HEX}\n"
                   f"(?:ends {NUMBER}\n)?((?:leg [^\n]*\n)*)")
BLOCK = re.compile(f"jiaozi block 1\nledger ([0-9A-Za-z._-]{{1,64}})\nnumber {NUMBER}\nfirst {NUMBER}\nlast {NUMBER}\n"
                   f"entries {HEX}\nprevious {HEX}\nblocks {HEX}\nat {AT}\nkey ([0-9A-Za-z_-]{{43}})\n")


class Flaw(Exception):
    """A kind of flaw, of the names that the SDK uses too, and a text."""


def require(right, kind, text):
    if not right:
        raise Flaw(kind, text)


def openssl(*arguments, data=b""):
    return subprocess.run(["openssl", *arguments], input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def sm3(data):
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:  # this Python's library has no SM3
        return openssl("dgst", "-sm3", "-binary", data=data).stdout


def leaf(text):
    return sm3(b"\0" + text.encode())


def root_of(hash_, index, size, path):
    """The root to which a path leads: RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return None
    fn, sn = index, size - 1
    for p in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            hash_ = sm3(b"\1" + p + hash_)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            hash_ = sm3(b"\1" + hash_ + p)
        fn, sn = fn >> 1, sn >> 1
    return hash_ if sn == 0 else None


class Key:
    def __init__(self, pem):
        self.der = openssl("pkey", "-pubin", "-outform", "DER", data=pem.encode()).stdout
        sm2, p256 = bytes.fromhex("06082a811ccf5501822d"), bytes.fromhex("06082a8648ce3d030107")
        self.digest = "-sm3" if sm2 in self.der[:30] else "-sha256" if p256 in self.der[:30] else None
        require(self.digest, "MALFORMED", "a public key is not one in PEM on SM2 or P-256")
        self.id = base64.urlsafe_b64encode(hashlib.sha256(self.der).digest()).decode().rstrip("=")

    def verifies(self, text, signature):
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("key", "signature", "text")]
            try:
                contents = self.der, base64.b64decode(signature, validate=True), text.encode()
            except ValueError:
                return False
            for path, content in zip(paths, contents):
                with open(path, "wb") as file:
                    file.write(content)
            identity = ["-sigopt", "distid:1234567812345678"] if self.digest == "-sm3" else []
            return openssl("dgst", self.digest, "-keyform", "DER", "-verify", paths[0], *identity,
                           "-signature", paths[1], paths[2]).returncode == 0


def number(text):
    require(int(text) < 2 ** 63, "MALFORMED", "a number is too large")
    return int(text)


def read_entry(text):
    found = ENTRY.fullmatch(text)
    require(found, "MALFORMED", "the entry is not written in the one way")
    height, kind, type_, date, at, id_, ends, lines = found.groups()
    datetime.date.fromisoformat(date)
    require(datetime.datetime.fromisoformat(at).year >= 1970, "MALFORMED", "at is before 1970")
    require(ends is None or number(ends) < number(height), "MALFORMED", "ends is not an earlier height")
    fields, legs = {"id": id_}, []
    for count, line in enumerate(lines.splitlines(True), 1):
        leg = LEG.fullmatch(line)
        require(leg and leg[1] == str(count), "MALFORMED", "a leg is not written in the one way")
        fields[f"leg.{count}.debit"], fields[f"leg.{count}.credit"] = leg[2], leg[3]
        legs.append(number(leg[4]))
    return {"height": number(height), "fields": fields, "legs": legs, "told": f"{kind} {type_} on {date}, at {at}Z"}


def read_block(signed):
    require(set(signed) == {"header", "signature"}, "MALFORMED", "a block is not a header and a signature")
    found = BLOCK.fullmatch(signed["header"])
    require(found, "MALFORMED", "a header is not written in the one way")
    ledger, count, first, last, entries, previous, blocks, at, key = found.groups()
    require(datetime.datetime.fromisoformat(at).year >= 1970, "MALFORMED", "at is before 1970")
    require((count == "1") == (previous == "0" * 64) == (bytes.fromhex(blocks) == sm3(b"")) and
            number(first) <= number(last), "MALFORMED", "a header contradicts itself")
    return {"ledger": ledger, "number": number(count), "first": number(first), "last": number(last), "key": key,
            "entries": bytes.fromhex(entries), "blocks": bytes.fromhex(blocks), "hash": leaf(signed["header"]), **signed}


def hashes(path):
    require(type(path) is list and all(re.fullmatch(HEX, each) for each in path), "MALFORMED", "not a list of hashes")
    return [bytes.fromhex(each) for each in path]


def linked(one, other, path):
    if one["number"] == other["number"]:
        return not path and one["header"] == other["header"]
    old, new = sorted((one, other), key=lambda block: block["number"])
    return root_of(old["hash"], old["number"] - 1, new["number"] - 1, path) == new["blocks"]


def check(receipt, operator):
    require(set(receipt) | {"checkpoint"} == {"version", "entry", "openings", "inclusion", "block", "checkpoint", "link",
                                              "operatorKey"} and json.dumps(receipt["version"]) == "1", "MALFORMED", "not a receipt 1")
    entry, block = read_entry(receipt["entry"]), read_block(receipt["block"])
    checkpoint = read_block(receipt["checkpoint"]) if "checkpoint" in receipt else None
    inclusion, link, openings = hashes(receipt["inclusion"]), hashes(receipt["link"]), receipt["openings"]
    require(type(openings) is list, "MALFORMED", "openings are not a list")
    for opening in openings:
        require(set(opening) == {"field", "key", "value"} and hashes([opening["key"]]) and
                type(opening["field"]) is str and
                not any(ord(c) < 32 or 126 < ord(c) < 160 or 0xd7ff < ord(c) < 0xe000 for c in opening["value"]),
                "MALFORMED", "an opening is not one")
    own = Key(receipt["operatorKey"])
    key = operator or own
    keys = {own.id, block["key"], (checkpoint or block)["key"]}
    require(keys == {key.id}, "KEY", "the receipt is not under the operator's key")
    require(key.verifies(block["header"], block["signature"]), "BLOCK_SIGNATURE", "not the operator's")
    require(block["first"] <= entry["height"] <= block["last"] and (checkpoint or block)["ledger"] == block["ledger"],
            "NUMBERS", "the height is not within the block, or the checkpoint is of another ledger")
    place, size = entry["height"] - block["first"], block["last"] - block["first"] + 1
    require(root_of(leaf(receipt["entry"]), place, size, inclusion) == block["entries"], "INCLUSION", "not of the block")
    opened = {opening["field"]: opening for opening in openings}
    require(set(opened) <= set(entry["fields"]) and len(opened) == len(openings), "FIELD", "unknown, or opened twice")
    for field, opening in opened.items():
        commitment = sm3(b"\2" + bytes.fromhex(opening["key"]) + opening["value"].encode())
        require(commitment.hex() == entry["fields"][field], "OPENING", f"the entry does not commit to this {field}")
    if checkpoint:
        require(key.verifies(checkpoint["header"], checkpoint["signature"]), "CHECKPOINT_SIGNATURE", "not the operator's")
    require(linked(block, checkpoint or block, link), "LINK", "it does not lead from the older header to the newer")
    print(f"Entry {entry['height']} of ledger {block['ledger']}: {entry['told']}")
    for field in entry["fields"]:
        print(f"{field}: {opened[field]['value'] if field in opened else '(not told)'}")
    print(*(f"leg {i}: {fen // 100}.{fen % 100:02} yuan" for i, fen in enumerate(entry["legs"], 1)), sep="\n")
    print(f"Block {block['number']}, hash {block['hash'].hex()}")
    print(f"Checkpoint {checkpoint['number']}, hash {checkpoint['hash'].hex()}" if checkpoint else "No checkpoint")
    return key


def unique(pairs):
    require(len({name for name, _ in pairs}) == len(pairs), "MALFORMED", "a member stands twice")
    return dict(pairs)


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        texts = [open(path, encoding="utf-8", newline="").read() for path in arguments]
        operator = Key(texts[1]) if len(texts) == 2 else None
    except (OSError, ValueError, Flaw) as e:
        print(f"Cannot be read: {e}", file=sys.stderr)
        return 2
    try:
        receipt = json.loads(texts[0], object_pairs_hook=unique)
        key = check(receipt, operator)
    except Flaw as flaw:
        print("NOT proven. {}: {}".format(*flaw.args), file=sys.stderr)
        return 1
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as e:
        print(f"NOT proven. MALFORMED: {e}", file=sys.stderr)
        return 1
    print("Proven under the given key," if operator else "Proven under the key that it brings along itself: compare the",
          "fingerprint", "" if operator else "with the published one:", key.id)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
