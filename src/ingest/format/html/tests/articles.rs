//! What is an article and what is none: lists, short stories, brief ones.

use super::*;

#[test]
fn what_is_no_article_is_told_as_what_it_is() {
    let teasers = list(|n, headline| {
        format!(
            "<article><h2><a href=/{n}>{headline}</a></h2><p>The story in a sentence, as for a front page.</p></article>"
        )
    });
    let links = list(|n, headline| {
        format!("<li><a href=/{n}>{headline}</a> <time>2 January 2020</time></li>")
    });
    let things = list(|_, headline| {
        format!("{{\"@type\": \"NewsArticle\", \"headline\": \"{headline}\"}},")
    });
    let list_of_things = format!(
        "<meta property=og:type content=website><script type='application/ld+json'>[{things}]</script>"
    );
    let home = "<link rel=canonical href='https://lantern.example/'>";
    let search = "<link rel=canonical href='https://lantern.example/search?q=storm'>";
    let consent = "<h1>We value your privacy</h1><p>We and our 812 partners store cookies on your device, and process personal data.</p>";
    let table = [
        (page(home, &teasers), "a home page"),
        (
            page("<title>Storms</title>", &format!("<ul>{links}</ul>")),
            "a list of stories",
        ),
        (page(&list_of_things, &teasers), "a list of stories"),
        (page(search, &teasers), "a page of search results"),
        (
            page(
                "<title>Page not found | The Lantern</title>",
                "<h1>404</h1><p>There is nothing here.</p>",
            ),
            "an error page",
        ),
        (
            page(
                "<title>Just a moment...</title>",
                "<p>Checking your browser.</p>",
            ),
            "an error page",
        ),
        (page("", consent), "a request for consent"),
        (
            page(
                "<title>The Lantern</title>",
                "<div id=app></div><script>start()</script>",
            ),
            "a page without a text",
        ),
    ];
    for (page, what) in table {
        assert_eq!(
            read(&page),
            Err(RecordError::NotAnArticle { what }),
            "{page}"
        );
    }
}

#[test]
fn a_short_story_with_many_links_around_it_is_an_article() {
    let links = list(|n, headline| format!("<li><a href=/{n}>{headline}</a></li>"));
    let head = "<meta property=og:type content=article><title>River rises</title>";
    let body = format!(
        "<h1>River rises</h1><p>{FIRST}</p><p>Subscribe to read on.</p><h2>Read on</h2><ul>{links}</ul>"
    );
    assert_eq!(record(&page(head, &body)).body[0], FIRST);
}

/// What only looks like an error, a request or a list by its words is kept.
#[test]
fn a_brief_story_without_a_mark_is_an_article() {
    let links = list(|n, headline| format!("<li><a href=/{n}>{headline}</a></li>"));
    for headline in [
        "Forbidden island opens its harbour to ferries",
        "Cookie bakery at the old bridge is flooded once more",
        "Not found in forty years: the lost map of the town",
    ] {
        let head = format!(
            "<title>{headline} | The Lantern</title><meta property=og:type content=website>"
        );
        let body = format!("<h1>{headline}</h1><p>{FIRST}</p><p>{SECOND}</p><ul>{links}</ul>");
        assert_eq!(record(&page(&head, &body)).title, headline);
    }
}
