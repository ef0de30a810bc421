//! Links: which of an entry's is its own, and what it is relative to.

/// `link` as it stands if it is whole, else made whole with `base`; as it stands too if it cannot be.
pub(super) fn resolve(link: &str, base: Option<&str>) -> String {
    let Some((scheme, host, path)) = base.and_then(parts) else {
        return link.to_owned();
    };
    if has_scheme(link) || link.is_empty() {
        return link.to_owned();
    }
    if let Some(rest) = link.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    if link.starts_with('/') {
        return format!("{scheme}://{host}{link}");
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if link.starts_with('#') || link.starts_with('?') {
        return format!("{scheme}://{host}{path}{link}");
    }
    let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
    let (link, up) = climb(link);
    let mut folder = folder;
    for _ in 0..up {
        folder = folder
            .trim_end_matches('/')
            .rfind('/')
            .map_or("/", |at| &folder[..=at]);
    }
    format!("{scheme}://{host}{folder}{link}")
}

/// A relative link without its leading `./` and `../`, and how many of the latter there were.
fn climb(mut link: &str) -> (&str, usize) {
    let mut up = 0;
    loop {
        if let Some(rest) = link.strip_prefix("../") {
            up += 1;
            link = rest;
        } else if let Some(rest) = link.strip_prefix("./") {
            link = rest;
        } else {
            // More than any folder is deep: a bound on what a hostile link costs.
            return (link, up.min(64));
        }
    }
}

/// Scheme, host and path of an address.
fn parts(address: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = address.trim().split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    (has_scheme(address.trim()) && end > 0).then(|| (scheme, &rest[..end], &rest[end..]))
}

/// Whether a link begins with a scheme: `https:`, `urn:`.
fn has_scheme(link: &str) -> bool {
    link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// Whether a text is an address of the web.
pub(super) fn is_web(text: &str) -> bool {
    let text = text.trim();
    ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    }) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links_are_made_whole() {
        let base = Some("https://quay.example/news/2004/index.xml?x=1");
        for (link, whole) in [
            ("http://a.example/b", "http://a.example/b"),
            ("urn:x:1", "urn:x:1"),
            ("//b.example/c", "https://b.example/c"),
            ("/fog.html", "https://quay.example/fog.html"),
            ("fog.html", "https://quay.example/news/2004/fog.html"),
            ("../fog.html", "https://quay.example/news/fog.html"),
            ("../../../../fog.html", "https://quay.example/fog.html"),
            ("?id=2", "https://quay.example/news/2004/index.xml?id=2"),
        ] {
            assert_eq!(resolve(link, base), whole);
        }
        assert_eq!(
            resolve("fog.html", Some("https://quay.example")),
            "https://quay.example/fog.html"
        );
        assert_eq!(resolve("fog.html", None), "fog.html");
        assert_eq!(resolve("fog.html", Some("nonsense")), "fog.html");
    }
}
