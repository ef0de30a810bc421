//! Claims about [`decode`], over the encodings of the WHATWG standard and invented sentences in scripts that they can write.

use encoding_rs::*;
use proptest::prelude::*;

use super::*;

const ENGLISH: &str =
    "The harbour bridge stays shut until the second week of May, the council said on Tuesday.";
const FRENCH: &str =
    "Le café du théâtre a fermé ses portes après l'été, et les élèves ont protesté à la mairie.";
const POLISH: &str = "Kolej wąskotorowa wróciła wczoraj na tory po dwudziestu latach; bilety są już wyprzedane, źródło milczy.";
const TURKISH: &str =
    "Şehir meclisi yeni köprünün açılışını ilkbahara erteledi, ışıklar yakılmadı.";
const LATVIAN: &str =
    "Ostas tilts šonedēļ būs slēgts, ziņoja pilsētas dome; satiksmi novirzīs pa krastmalu.";
const RUSSIAN: &str =
    "Городской совет закрыл мост до середины мая, сообщили вчера вечером в мэрии.";
const UKRAINIAN: &str =
    "Міська рада закрила міст до середини травня, повідомили вчора їхні джерела.";
const GREEK: &str = "Το δημοτικό συμβούλιο έκλεισε τη γέφυρα μέχρι τα μέσα Μαΐου, είπε ο δήμαρχος.";
const HEBREW: &str = "מועצת העיר סגרה את הגשר עד אמצע מאי, כך נמסר אתמול.";
const ARABIC: &str = "أغلق مجلس المدينة الجسر حتى منتصف مايو، كما قال مسؤول أمس.";
const THAI: &str = "สภาเมืองปิดสะพานจนถึงกลางเดือนพฤษภาคม เจ้าหน้าที่กล่าวเมื่อวานนี้";
const VIETNAMESE: &str = "Hội đồng thành phố đóng cửa cây cầu";
const JAPANESE: &str = "市議会は五月中旬まで橋を閉鎖すると発表した。カモメは残る。";
const CHINESE: &str = "市议会昨天宣布，大桥将关闭至五月中旬，渡轮照常行驶。";
const TAIWANESE: &str = "市議會昨天宣布，大橋將關閉至五月中旬，渡輪照常行駛。";
const KOREAN: &str = "시의회는 오월 중순까지 다리를 폐쇄한다고 어제 발표했다.";

/// An encoding and a sentence that it can write.
fn samples() -> [(&'static Encoding, &'static str); 40] {
    [
        (UTF_8, CHINESE),
        (UTF_16LE, FRENCH),
        (UTF_16BE, RUSSIAN),
        (IBM866, RUSSIAN),
        (ISO_8859_2, POLISH),
        (ISO_8859_3, ENGLISH),
        (ISO_8859_4, LATVIAN),
        (ISO_8859_5, RUSSIAN),
        (ISO_8859_6, ARABIC),
        (ISO_8859_7, GREEK),
        (ISO_8859_8, HEBREW),
        (ISO_8859_8_I, HEBREW),
        (ISO_8859_10, LATVIAN),
        (ISO_8859_13, LATVIAN),
        (ISO_8859_14, FRENCH),
        (ISO_8859_15, FRENCH),
        (
            ISO_8859_16,
            "Primăria a închis podul până în mai și țărmul rămâne liber.",
        ),
        (KOI8_R, RUSSIAN),
        (KOI8_U, UKRAINIAN),
        (MACINTOSH, FRENCH),
        (WINDOWS_874, THAI),
        (WINDOWS_1250, POLISH),
        (WINDOWS_1251, UKRAINIAN),
        (WINDOWS_1252, FRENCH),
        (WINDOWS_1253, GREEK),
        (WINDOWS_1254, TURKISH),
        (WINDOWS_1255, HEBREW),
        (WINDOWS_1256, ARABIC),
        (WINDOWS_1257, LATVIAN),
        (WINDOWS_1258, "Le café du théâtre a fermé après l'été."),
        (X_MAC_CYRILLIC, RUSSIAN),
        (GBK, CHINESE),
        (GB18030, VIETNAMESE),
        (BIG5, TAIWANESE),
        (EUC_JP, JAPANESE),
        (ISO_2022_JP, JAPANESE),
        (SHIFT_JIS, JAPANESE),
        (EUC_KR, KOREAN),
        (X_USER_DEFINED, ENGLISH),
        (UTF_8, VIETNAMESE),
    ]
}

/// `encoding_rs` writes no UTF-16, as no web page may.
fn write(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    if encoding == UTF_16LE {
        return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    if encoding == UTF_16BE {
        return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    }
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{} cannot write {text}", encoding.name());
    bytes.into_owned()
}

#[test]
fn what_is_declared_rightly_is_read_back_in_forty_encodings() {
    for (encoding, text) in samples() {
        let bytes = write(encoding, text);
        let decoded = decode(&bytes, Some(encoding.name()))
            .unwrap_or_else(|error| panic!("{}: {error}", encoding.name()));
        assert_eq!(
            (&*decoded.text, decoded.encoding, decoded.replaced),
            (text, encoding.name(), 0)
        );
    }
}

/// Detection needs a paragraph, not a headline; and relatives may stand in for one another as long as the text is right.
#[test]
fn what_is_not_declared_is_detected() {
    let undeclared = [
        (UTF_8, CHINESE),
        (UTF_16LE, FRENCH),
        (UTF_16BE, RUSSIAN),
        (IBM866, RUSSIAN),
        (ISO_8859_2, POLISH),
        (ISO_8859_5, RUSSIAN),
        (ISO_8859_7, GREEK),
        (KOI8_R, RUSSIAN),
        (KOI8_U, UKRAINIAN),
        (WINDOWS_874, THAI),
        (WINDOWS_1250, POLISH),
        (WINDOWS_1251, RUSSIAN),
        (WINDOWS_1251, UKRAINIAN),
        (WINDOWS_1252, FRENCH),
        (WINDOWS_1253, GREEK),
        (WINDOWS_1254, TURKISH),
        (WINDOWS_1255, HEBREW),
        (WINDOWS_1256, ARABIC),
        (WINDOWS_1257, LATVIAN),
        (GBK, CHINESE),
        (BIG5, TAIWANESE),
        (EUC_JP, JAPANESE),
        (SHIFT_JIS, JAPANESE),
        (EUC_KR, KOREAN),
    ];
    for (encoding, sentence) in undeclared {
        let text = format!("{sentence}\n").repeat(3);
        let decoded =
            decode(&write(encoding, &text), None).map(|decoded| decoded.text.into_owned());
        assert_eq!(decoded, Ok(text), "{}", encoding.name());
    }
}

#[test]
fn a_byte_order_mark_is_believed_before_all_else_and_dropped() {
    for (encoding, mark) in [
        (UTF_8, &b"\xef\xbb\xbf"[..]),
        (UTF_16LE, b"\xff\xfe"),
        (UTF_16BE, b"\xfe\xff"),
    ] {
        let bytes = [mark, &write(encoding, RUSSIAN)].concat();
        let decoded = decode(&bytes, Some("windows-1252")).expect("readable");
        assert_eq!(
            (&*decoded.text, decoded.encoding),
            (RUSSIAN, encoding.name())
        );
    }
}

#[test]
fn latin_1_that_is_really_windows_1252_keeps_its_quotes() {
    let decoded = decode(
        b"She said \x93no comment\x94 \x96 twice",
        Some("ISO-8859-1"),
    )
    .expect("readable");
    assert_eq!(decoded.text, "She said “no comment” – twice");
}

#[test]
fn a_declaration_that_the_bytes_contradict_is_not_believed() {
    for wrong in [
        "latin1",
        "koi8-r",
        "utf-16",
        "no-such-encoding",
        "hz-gb-2312",
        "",
    ] {
        assert_eq!(
            decode(FRENCH.as_bytes(), Some(wrong))
                .expect("readable")
                .text,
            FRENCH,
            "{wrong}"
        );
    }
    assert_eq!(
        decode(&write(WINDOWS_1251, RUSSIAN), Some("utf-8"))
            .expect("readable")
            .text,
        RUSSIAN
    );
    assert_eq!(
        decode(&write(SHIFT_JIS, JAPANESE), Some("euc-jp"))
            .expect("readable")
            .text,
        JAPANESE
    );
}

#[test]
fn one_accent_in_ascii_is_windows_1252() {
    let decoded = decode(b"The caf\xe9 is shut", None).expect("readable");
    assert_eq!((&*decoded.text, decoded.replaced), ("The café is shut", 0));
}

#[test]
fn a_few_bad_bytes_do_not_make_mojibake_of_utf_8() {
    let mut bytes = FRENCH.repeat(3).into_bytes();
    bytes.insert(50, 0xff);
    let decoded = decode(&bytes, None).expect("readable");
    assert_eq!((decoded.encoding, decoded.replaced), ("UTF-8", 1));
    assert!(decoded.text.contains("après l'été"));
}

#[test]
fn a_text_cut_inside_a_character_is_still_utf_8() {
    let text = "a plain line of English that ends in a dash, which ends in mid-air as the disk was full at that very moment —";
    let decoded = decode(&text.as_bytes()[..text.len() - 1], None).expect("readable");
    assert_eq!((decoded.encoding, decoded.replaced), ("UTF-8", 1));
}

#[test]
fn more_than_one_replaced_character_in_a_hundred_is_an_error() {
    let mut bytes = "äöü".repeat(33).into_bytes();
    bytes.extend(b"\xff");
    assert_eq!(decode(&bytes, None).expect("exactly 1 %").replaced, 1);
    bytes.extend(b"\xff");
    let error = decode(&bytes, None).expect_err("2 in 101");
    assert_eq!(
        error,
        RecordError::BadEncoding {
            encoding: "UTF-8",
            replaced: 2,
            chars: 101
        }
    );
}

#[test]
fn a_replacement_character_that_was_written_is_not_held_against_a_text() {
    let decoded = decode("\u{fffd}\u{fffd}\u{fffd}".as_bytes(), None).expect("valid UTF-8");
    assert_eq!(decoded.replaced, 0);
    let mut bytes = "é\u{fffd}".repeat(100).into_bytes();
    bytes.push(0xc3);
    assert_eq!(decode(&bytes, None).expect("readable").replaced, 1);
}

#[test]
fn nuls_are_dropped() {
    for text in ["stray\0 NUL!", "a stray\0 NUL", "at the end..\0"] {
        assert_eq!(
            decode(text.as_bytes(), None).expect("readable").text,
            text.replace('\0', "")
        );
    }
    assert_eq!(
        decode(b"ab\0cd\0\0ef", None).expect("readable").text,
        "abcdef"
    );
    assert_eq!(decode(b"\0", None).expect("readable").text, "");
}

#[test]
fn binary_data_is_not_text() {
    let bytes: Vec<u8> = (0..4000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert_eq!(
        decode(&bytes, None).map_err(|error| error.code()),
        Err("BAD_ENCODING")
    );
}

/// The Chinese for "one" is U+4E00: its NUL stands on the other side than those of blanks and line ends.
#[test]
fn chinese_in_utf_16_without_a_mark_is_read() {
    let text = "港口迎来第一艘粮船\n\n2019年3月4日\n\n昨天, 一艘装满粮食的船抵达港口, 一些居民都去看热闹。\n\n船长说, 明天他将返回大海。\n";
    for encoding in [UTF_16LE, UTF_16BE] {
        let bytes = write(encoding, text);
        let decoded = decode(&bytes, None).expect("readable");
        assert_eq!((&*decoded.text, decoded.encoding), (text, encoding.name()));
    }
}

#[test]
fn utf_16_of_odd_length_does_no_harm() {
    let mut bytes = write(UTF_16LE, &ENGLISH.repeat(2));
    bytes.pop();
    let decoded = decode(&bytes, Some("utf-16le")).expect("one character of many");
    assert_eq!(decoded.replaced, 1);
}

proptest! {
    #[test]
    fn every_text_in_utf_8_is_itself(text in "[^\0\u{feff}]{0,50}") {
        let decoded = decode(text.as_bytes(), None).expect("valid UTF-8");
        prop_assert_eq!(&*decoded.text, text.as_str());
    }

    #[test]
    fn no_bytes_and_no_label_panic_or_leave_a_nul(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        label in prop::option::of(prop::sample::select(&["utf-8", "utf-16", "gbk", "iso-2022-jp", "big5", "latin1", "x"][..])),
    ) {
        if let Ok(decoded) = decode(&bytes, label) {
            prop_assert!(!decoded.text.contains('\0'));
            prop_assert!(decoded.replaced * 100 <= decoded.text.chars().count() + 100);
        }
    }
}
