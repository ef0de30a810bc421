//! The terminal: whether there is one, how wide it is, what it can show; and the pager.

use std::io::{self, IsTerminal, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::render::Style;

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColorChoice {
    /// Whether to colour a stream: the flag, then NO_COLOR, then CLICOLOR_FORCE, then whether it is a terminal.
    pub(super) fn colours(self, stream: &impl anstream::stream::RawStream) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never,
        }
    }
}

/// How to lay text out on standard output.
pub(super) fn style(color: ColorChoice) -> Style {
    let is_terminal = io::stdout().is_terminal();
    let colour = color.colours(&io::stdout());
    Style {
        colour,
        width: is_terminal.then(columns),
        links: is_terminal
            && colour
            && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
    }
}

fn columns() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0))
}

fn rows() -> usize {
    terminal_size::terminal_size().map_or(24, |(_, height)| usize::from(height.0))
}

/// Standard output, through a pager when it is a terminal and more is printed than it has lines for.
pub(super) enum Output {
    Plain(io::BufWriter<io::Stdout>),
    /// Held back until it is known whether a screen is enough.
    Waiting {
        held: Vec<u8>,
        lines: usize,
    },
    Paged {
        child: Child,
        pipe: Option<ChildStdin>,
    },
}

impl Output {
    /// `paged` asks for a pager where there is a terminal to page on.
    pub(super) fn open(paging: Paging) -> Self {
        if paging == Paging::WhereUseful && io::stdout().is_terminal() && pager().is_some() {
            Self::Waiting {
                held: Vec::new(),
                lines: 0,
            }
        } else {
            Self::plain()
        }
    }

    fn plain() -> Self {
        Self::Plain(io::BufWriter::with_capacity(64 << 10, io::stdout()))
    }

    /// Writes what is held back, and waits until the reader has closed the pager.
    pub(super) fn close(mut self) -> io::Result<()> {
        if let Self::Waiting { held, .. } = &self {
            let mut plain = Self::plain();
            plain.write_all(held)?;
            self = plain;
        }
        match &mut self {
            Self::Plain(out) => out.flush(),
            Self::Paged { child, pipe } => {
                drop(pipe.take());
                child.wait().map(|_| ())
            }
            Self::Waiting { .. } => Ok(()),
        }
    }

    fn start_pager(held: &[u8]) -> io::Result<Self> {
        let Some(mut command) = pager() else {
            return Ok(Self::plain());
        };
        match command.stdin(Stdio::piped()).spawn() {
            Ok(mut child) => {
                let mut pipe = child.stdin.take();
                if let Some(pipe) = &mut pipe {
                    pipe.write_all(held)?;
                }
                Ok(Self::Paged { child, pipe })
            }
            Err(_) => {
                let mut plain = Self::plain();
                plain.write_all(held)?;
                Ok(plain)
            }
        }
    }
}

/// Whether a pager may be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Paging {
    WhereUseful,
    Never,
}

/// `MORGUE_PAGER`, else `PAGER`, else `less`; an empty value or `cat` means none.
fn pager() -> Option<Command> {
    let line = std::env::var("MORGUE_PAGER")
        .or_else(|_| std::env::var("PAGER"))
        .unwrap_or_else(|_| "less".to_owned());
    let mut words = line.split_whitespace();
    let program = words.next().filter(|p| *p != "cat")?;
    let mut command = Command::new(program);
    command.args(words);
    if std::env::var_os("LESS").is_none() {
        // Quit if it fits, keep colours and links, leave the screen as it was.
        command.env("LESS", "FRX");
    }
    Some(command)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Paged {
                pipe: Some(pipe), ..
            } => pipe.write(bytes),
            Self::Paged { pipe: None, .. } => Err(io::ErrorKind::BrokenPipe.into()),
            Self::Waiting { held, lines } => {
                held.extend_from_slice(bytes);
                *lines += bytes.iter().filter(|&&b| b == b'\n').count();
                if *lines + 1 >= rows() {
                    let held = std::mem::take(held);
                    *self = Self::start_pager(&held)?;
                }
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Paged {
                pipe: Some(pipe), ..
            } => pipe.flush(),
            _ => Ok(()),
        }
    }
}
