"""W: what Wikidata says of our links, and E40n to E41n: why it cannot be asked."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error, warning

_LOOK: Final = (
    "look at {url}; a link that is right all the same goes into baseline.yaml, with a reason",
    "periksa {url}; tautan yang tetap benar ditulis dalam baseline.yaml, dengan alasannya",
)

WIKIDATA: Final[Mapping[str, Entry]] = {
    "W001": error(
        "there is no item {item}: it was deleted, or never was",
        "tidak ada butir {item}: sudah dihapus, atau tidak pernah ada",
        "see {url}; then correct the line, or take it out",
        "lihat {url}; lalu perbaiki barisnya, atau hapus",
    ),
    "W002": error(
        "{item} was merged into {target} ({label})",
        "{item} telah digabungkan ke {target} ({label})",
        "if {target} is what is meant, write `wd:{target}`",
        "jika {target} yang dimaksud, tulis `wd:{target}`",
    ),
    "W003": error(
        "{item} is not called what {thing} is: {theirs} there, {ours} here",
        "nama {item} tidak sama dengan {thing}: {theirs} di sana, {ours} di sini",
        *_LOOK,
    ),
    "W004": warning(
        "{item} is not called `{label}`: {theirs}",
        "{item} tidak bernama `{label}`: {theirs}",
        "`object_label` is what the item was called; write what it is called now",
        "`object_label` adalah nama butir saat itu; tulis namanya yang sekarang",
    ),
    "W005": warning(
        "{item} is close to {thing}, and they share no name: {theirs} there, {ours} here",
        "{item} dekat dengan {thing}, tetapi tidak ada nama yang sama: {theirs} di sana, {ours} di sini",
    ),
    "W006": warning(
        "{thing} has no label, so nothing can be compared with {item}: {theirs}",
        "{thing} tidak memiliki label, jadi tidak dapat dibandingkan dengan {item}: {theirs}",
    ),
}

ASKING: Final[Mapping[str, Entry]] = {
    "E402": error(
        "Wikidata wants to know whom to write to, and no contact is given",
        "Wikidata ingin tahu siapa yang dapat dihubungi, dan tidak ada kontak",
        'write `contact = "you@example.org"` (or a web address) below `[tool.diplold.wikidata]` in pyproject.toml, or give --contact',
        'tulis `contact = "anda@example.org"` (atau alamat web) di bawah `[tool.diplold.wikidata]` dalam pyproject.toml, atau pakai --contact',
    ),
    "E403": error(
        "`{contact}` is no mail or web address at which somebody can be reached",
        "`{contact}` bukan alamat surel atau web tempat seseorang dapat dihubungi",
        "write one that is read, as `retno@perpustakaan.ac.id`",
        "tulis alamat yang benar-benar dibaca, seperti `retno@perpustakaan.ac.id`",
    ),
    "E404": error(
        "{url} is not asked: only https is, and http on this machine",
        "{url} tidak dihubungi: hanya https, dan http di mesin ini",
    ),
    "E405": error(
        "{url} leads to another place, which is not followed: {goal}",
        "{url} mengarah ke tempat lain, yang tidak diikuti: {goal}",
    ),
    "E406": error(
        "{url} took longer than {seconds} seconds to answer",
        "{url} menjawab lebih lama dari {seconds} detik",
        "try again later, or allow more with --seconds",
        "coba lagi nanti, atau beri waktu lebih dengan --seconds",
    ),
    "E407": error("{url} answers more than {most} bytes", "{url} menjawab lebih dari {most} byte"),
    "E408": error(
        "{url} answers what cannot be read: {reason}",
        "{url} menjawab sesuatu yang tidak dapat dibaca: {reason}",
        "what is between you and Wikidata may have answered: a proxy, or a login page",
        "mungkin yang menjawab adalah perantara: proksi, atau halaman masuk",
    ),
    "E409": error(
        "{url} was asked for {asked} and answers about {answered}",
        "{url} ditanya tentang {asked} dan menjawab tentang {answered}",
    ),
    "E410": error(
        "Wikidata refuses: {reason} ({kind})",
        "Wikidata menolak: {reason} ({kind})",
    ),
    "E411": error(
        "Wikidata is busy: {reason}; given up after {tries} tries",
        "Wikidata sedang sibuk: {reason}; berhenti setelah {tries} percobaan",
        "what was answered is kept: run it again later, and it goes on from there",
        "yang sudah dijawab disimpan: jalankan lagi nanti untuk melanjutkan",
    ),
    "E412": error(
        "Wikidata asks to wait {seconds} seconds",
        "Wikidata meminta menunggu {seconds} detik",
        "what was answered is kept: run it again after that",
        "yang sudah dijawab disimpan: jalankan lagi setelah itu",
    ),
    "E413": error(
        "not kept here, and --offline asks nobody: {what}",
        "tidak tersimpan di sini, dan --offline tidak bertanya ke mana pun: {what}",
        "run it once without --offline",
        "jalankan sekali tanpa --offline",
    ),
    "E414": error(
        "{path} is no slice of Wikidata: {reason}",
        "{path} bukan cuplikan Wikidata: {reason}",
        "`diplold wikidata slice -o FILE` writes one",
        "`diplold wikidata slice -o BERKAS` menulisnya",
    ),
    "E415": error(
        "the query gives `{value}` where an item of Wikidata is expected",
        "kueri menghasilkan `{value}`, bukan butir Wikidata",
        "bind items to ?item: SELECT ?item WHERE {{ ?item wdt:... }}",
        "ikat butir pada ?item: SELECT ?item WHERE {{ ?item wdt:... }}",
    ),
    "E416": error(
        "{path} is another table, and would be overwritten",
        "{path} adalah tabel lain, dan akan ditimpa",
        "name a new file, or one with the columns {columns}",
        "sebutkan berkas baru, atau berkas dengan kolom {columns}",
    ),
    "E417": error(
        "the query takes Wikidata too long",
        "kueri ini terlalu lama bagi Wikidata",
        "ask for less: fewer kinds of things, or with LIMIT",
        "minta lebih sedikit: lebih sedikit jenis, atau dengan LIMIT",
    ),
    "E418": error(
        "`{text}` is no language code",
        "`{text}` bukan kode bahasa",
        "as in en,id,zh-hant",
        "seperti en,id,zh-hant",
    ),
}
