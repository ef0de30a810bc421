//! The names of elements that mean something to a reader of articles.

/// Attributes that say what an element is; all others are dropped.
pub const KEPT: [&str; 40] = [
    "class",
    "id",
    "itemprop",
    "itemtype",
    "itemscope",
    "role",
    "href",
    "rel",
    "content",
    "property",
    "name",
    "http-equiv",
    "datetime",
    "type",
    "lang",
    "xml:lang",
    "hidden",
    "style",
    "aria-hidden",
    "aria-label",
    "title",
    "data-testid",
    "data-test-id",
    "data-component",
    "data-qa",
    "data-name",
    "data-type",
    "data-module",
    "charset",
    "pubdate",
    "data-datetime",
    "data-date",
    "data-published",
    "data-timestamp",
    "data-publish-date",
    "data-pubdate",
    "data-time",
    "data-created",
    "data-utc",
    "value",
];

/// Names and what they are called here.
macro_rules! tags {
    ($($tag:ident $name:literal),* $(,)?) => {
        /// An element's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Tag {
            $(
                #[doc = concat!("`", $name, "`")]
                $tag,
            )*
            /// Any other.
            Other,
        }

        impl Tag {
            /// The tag that a name in a page means, whatever its case.
            pub fn of(name: &str) -> Self {
                let mut lower = [0; LONGEST];
                let Some(lower) = lower.get_mut(..name.len()) else {
                    return Self::Other;
                };
                lower.copy_from_slice(name.as_bytes());
                lower.make_ascii_lowercase();
                match std::str::from_utf8(lower) {
                    $(Ok($name) => Self::$tag,)*
                    _ => Self::Other,
                }
            }
        }
    };
}

/// The longest name of the table.
const LONGEST: usize = 10;

tags! {
    A "a", Abbr "abbr", Address "address", Area "area", Article "article", Aside "aside", Audio "audio", B "b", Base "base",
    Big "big", Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas", Caption "caption",
    Center "center", Cite "cite", Code "code", Col "col", Data "data", Dd "dd", Del "del", Details "details", Dialog "dialog",
    Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption", Figure "figure",
    Font "font", Footer "footer", Form "form", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head",
    Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe", Img "img", Input "input", Ins "ins",
    Kbd "kbd", Label "label", Li "li", Link "link", Main "main", Map "map", Mark "mark", Math "math", Meta "meta", Nav "nav",
    Noscript "noscript", Object "object", Ol "ol", Option "option", P "p", Param "param", Picture "picture", Pre "pre", Q "q",
    S "s", Samp "samp", Script "script", Section "section", Select "select", Small "small", Source "source", Span "span",
    Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table", Tbody "tbody", Td "td",
    Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title", Tr "tr",
    Track "track", U "u", Ul "ul", Var "var", Video "video", Wbr "wbr",
}

impl Tag {
    /// Whether it never has content, so that no end tag comes.
    pub fn is_empty(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Hr
                | Self::Img
                | Self::Input
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Whether it stands within a line of text.
    pub fn is_inline(self) -> bool {
        matches!(
            self,
            Self::A
                | Self::Abbr
                | Self::B
                | Self::Big
                | Self::Br
                | Self::Cite
                | Self::Code
                | Self::Data
                | Self::Del
                | Self::Em
                | Self::Font
                | Self::I
                | Self::Img
                | Self::Ins
                | Self::Kbd
                | Self::Label
                | Self::Mark
                | Self::Q
                | Self::S
                | Self::Samp
                | Self::Small
                | Self::Span
                | Self::Strong
                | Self::Sub
                | Self::Sup
                | Self::Time
                | Self::U
                | Self::Var
                | Self::Wbr
        )
    }

    /// Whether a paragraph that is open ends where it begins.
    pub fn ends_paragraph(self) -> bool {
        !self.is_inline()
            && !matches!(
                self,
                Self::Other
                    | Self::Script
                    | Self::Style
                    | Self::Noscript
                    | Self::Iframe
                    | Self::Template
                    | Self::Object
                    | Self::Video
                    | Self::Audio
                    | Self::Picture
                    | Self::Svg
                    | Self::Math
                    | Self::Canvas
                    | Self::Map
                    | Self::Button
                    | Self::Select
                    | Self::Option
                    | Self::Input
                    | Self::Textarea
                    | Self::Meta
                    | Self::Link
                    | Self::Title
                    | Self::Source
                    | Self::Track
                    | Self::Param
                    | Self::Embed
                    | Self::Area
            )
    }

    /// Whether what is open around it is not closed from inside.
    pub fn is_border(self) -> bool {
        matches!(
            self,
            Self::Table
                | Self::Td
                | Self::Th
                | Self::Caption
                | Self::Button
                | Self::Template
                | Self::Object
        )
    }

    /// Whether it is a heading.
    pub fn is_heading(self) -> bool {
        matches!(
            self,
            Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6
        )
    }
}
