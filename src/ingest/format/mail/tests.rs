//! Claims about mailboxes and messages.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::ingest::FieldMap;
use crate::ingest::archive::Item;

fn items_of(bytes: &[u8], read: for<'a> fn(Input<'a>, &'a Context<'a>) -> Items<'a>) -> Vec<Item> {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "mail",
        url: None,
        charset: None,
        limits: Default::default(),
        beside: None,
    };
    read(Box::new(Cursor::new(bytes.to_vec())), &context)
        .map(|item| item.expect("memory does not fail"))
        .collect()
}

fn record(message: &str) -> Record {
    assert!(looks_like_mail(&Head::new(message.into())), "{message}");
    let mut items = items_of(message.as_bytes(), read_mail);
    assert_eq!(items.len(), 1);
    items.remove(0).outcome.expect("a record")
}

const MAILBOX: &str = "\
From news@ledger.example Thu Dec 17 16:44:36 2015
Return-Path: <news@ledger.example>
From: Morning Ledger <news@ledger.example>
To: readers@ledger.example
Subject: =?utf-8?Q?F=C3=A4hre_gesunken?=
Date: Thu, 17 Dec 2015 16:44:36 +0100
Message-ID: <1@ledger.example>
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Die F=E4hre sank am Mittag.

>From the quay hundreds watched.

From time to time the bell rang.

From li@lantern.example Fri Jan  1 07:00:00 2016
From: li@lantern.example (Li Na)
Subject: Happy New Year
Date: 1 Jan 2016 07:00:00 GMT

A text.
";

/// Some programs save a message with a line of blanks above it.
#[test]
fn blank_lines_above_a_message_are_passed_over() {
    let message = "Received: by 192.0.2.1\r\nFrom: Li <li@lantern.example>\r\nSubject: Lanterns\r\nDate: 1 Jan 2016 07:00:00 GMT\r\n\r\nA text.\r\n";
    for above in ["", "\r\n", "\u{feff}", "          \r\n", "\n \t\n\n"] {
        assert_eq!(
            record(&format!("{above}{message}")).title,
            "Lanterns",
            "{above:?}"
        );
    }
}

#[test]
fn a_mailbox_is_cut_at_its_from_lines() {
    assert!(looks_like_mbox(&Head::new(MAILBOX.into())));
    let items = items_of(MAILBOX.as_bytes(), read_mbox);
    assert_eq!(items.len(), 2);
    let first = items[0].outcome.as_ref().expect("a record");
    assert_eq!(first.id.as_deref(), Some("1@ledger.example"));
    assert_eq!(first.title, "Fähre gesunken");
    assert_eq!(first.source.as_deref(), Some("Morning Ledger"));
    assert_eq!(first.published, PubDate::parse("2015-12-17T16:44:36+01:00"));
    assert_eq!(first.extra["from"], "news@ledger.example");
    assert!(
        first.body[0].starts_with("Die Fähre sank am Mittag.\n\nFrom the quay"),
        "{:?}",
        first.body
    );
    assert!(
        first.body[0].contains("From time to time"),
        "{:?}",
        first.body
    );
    let second = items[1].outcome.as_ref().expect("a record");
    assert_eq!(second.source.as_deref(), Some("Li Na"));
    assert_eq!(items[1].line, Some(17));
}

fn multipart(plain: &str, html: &str) -> String {
    format!(
        "From: Morning Ledger <news@ledger.example>\r\nSubject: The morning\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"out\"\r\n\r\n\
--out\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{plain}\r\n\
--in\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{html}\r\n--in--\r\n\
--out\r\nContent-Type: image/png; name=x.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--out--\r\n"
    )
}

#[test]
fn the_plain_text_is_read_unless_it_is_a_remark() {
    let html = format!(
        "<html><body><p>The ferry sank.</p><p>{}</p></body></html>",
        "It rose again. ".repeat(30)
    );
    let remark = record(&multipart("Your program cannot show this.", &html));
    assert_eq!(remark.body[0], "The ferry sank.");
    assert_eq!(remark.body.len(), 2);
    assert_eq!(remark.extra["attachments"], 1);
    let plain = "The ferry sank at noon and rose again. ".repeat(10);
    let whole = record(&multipart(&plain, &html));
    assert!(whole.body[0].starts_with("The ferry sank at noon"));
    assert_eq!(whole.body.len(), 1);
}

#[test]
fn a_message_within_a_message_is_an_attachment() {
    let deep: String = (0..50_000)
        .map(|_| "Content-Type: message/rfc822\n\n")
        .collect();
    let message = format!("From: a@b.example\nSubject: Forwarded\nMIME-Version: 1.0\n{deep}");
    let record = record(&message);
    assert_eq!(record.extra["attachments"], 1);
    let nested: String = (0..20_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
        .collect();
    let message = format!("From: a@b.example\nSubject: Nested\nMIME-Version: 1.0\n{nested}");
    assert_eq!(items_of(message.as_bytes(), read_mail).len(), 1);
}

#[test]
fn a_page_is_no_message() {
    for text in [
        "Title: Ferry sinks\nDate: 2015-12-17\n\nIt sank.\n",
        "From: Port Aldern\nSubject: the ferry\n\nIt sank.\n",
        "Ferry sinks\n\nFrom: a@b.example\nSubject: x\n",
        "From the quay at 12:30 on 17 December 2015 hundreds watched.\nNobody was hurt.\n",
    ] {
        let head = Head::new(text.into());
        assert!(!looks_like_mail(&head) && !looks_like_mbox(&head), "{text}");
    }
}

proptest! {
    #[test]
    fn no_bytes_harm(at in 0..700usize, to in 0..700usize, junk in "[-=?:;a-c\n _1é\"]{0,30}") {
        for text in [MAILBOX.to_owned(), multipart("a", "<p>b")] {
            let (at, to) = (text.floor_char_boundary(at), text.floor_char_boundary(to));
            let text = format!("{}{junk}{}", &text[..at.min(to)], &text[at.max(to)..]);
            let _ = looks_like_mail(&Head::new(text.clone().into_bytes()));
            prop_assert!(items_of(text.as_bytes(), read_mbox).len() <= 3);
            let _ = items_of(text.as_bytes(), read_mail);
        }
    }
}
