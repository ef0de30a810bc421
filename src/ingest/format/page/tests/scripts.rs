//! Claims about pages in other scripts than the Latin one: what the lists of English words know nothing of.

use super::*;

/// A bar of sections in another script is foreign words and nothing else, and so is a headline: alone it is no bar.
#[test]
fn a_headline_of_three_foreign_words_is_no_navigation_bar() {
    for (title, stamp, body) in [
        (
            "Гавань приняла корабль",
            "04.03.2019 10:15",
            "Вчера в порт пришёл корабль с зерном, и все жители пошли смотреть на него с самого утра.",
        ),
        (
            "항구에 첫 곡물선이 도착했다",
            "2019년 3월 4일",
            "어제 곡물을 실은 배가 항구에 도착했고 모든 주민이 구경하러 갔다. 선장은 손을 흔들었고 아이들은 부두에서 뛰어다녔다.",
        ),
        (
            "Суд оштрафовал Facebook",
            "4 марта 2019",
            "Вчера в порт пришёл корабль с зерном, и все жители пошли смотреть на него с самого утра.",
        ),
    ] {
        let record = read(&format!("{title}\n\n{stamp}\n\n{body}\n"));
        assert_eq!(record.title, title);
        assert_eq!(record.body, [body]);
        assert!(record.published.is_some(), "{stamp}");
    }
}

/// Commas of the keyboard part a Chinese sentence into three foreign words.
#[test]
fn a_sentence_with_plain_commas_is_a_paragraph() {
    let first = "昨天,一艘装满粮食的船抵达港口,全城居民都去看热闹。";
    let record = read(&format!(
        "港口迎来第一艘粮船\n\n2019年3月4日\n\n{first}\n\n船长说,明天他将返回大海。\n"
    ));
    assert_eq!(record.body[0], first);
    assert_eq!(record.body.len(), 2);
}
