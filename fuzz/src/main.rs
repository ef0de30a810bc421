//! The fuzzer: libFuzzer makes bytes up, guided by which code they reach, and one parser has to read them.
//!
//! `MORGUE_PARSER` says which; `list` lists them. `fuzz/run` builds this and runs one after the other.

#![no_main]

mod parsers;

use std::sync::OnceLock;

use parsers::Parser;

static PARSER: OnceLock<Parser> = OnceLock::new();

/// The parser that was asked for.
fn choose() -> Parser {
    let wanted = std::env::var("MORGUE_PARSER").unwrap_or_default();
    let mut all = parsers::all();
    if let Some(at) = all.iter().position(|parser| parser.name == wanted) {
        return all.swap_remove(at);
    }
    for parser in &all {
        println!("{}", parser.name);
    }
    std::process::exit(i32::from(wanted != "list"));
}

libfuzzer_sys::fuzz_target!(
    init: {
        PARSER.get_or_init(choose);
    },
    |bytes: &[u8]| (PARSER.get_or_init(choose).run)(bytes)
);
