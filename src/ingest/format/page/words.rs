//! The word tables of saved news pages: what a line of furniture, a section or an agency is called.
//!
//! Every table says why its words are in it. All are lower case, with straight quotes, and are compared with a whole
//! line or with all the words of a line, never looked for inside a sentence: "Hot topics were discussed at the meeting."
//! is a paragraph.
//!
//! A table is a text: entries end in `;` or with the line, a line that starts with `#` is a remark.

use std::collections::HashSet;

/// The entries of a table.
pub(super) fn table(text: &'static str) -> HashSet<&'static str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split(';'))
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .collect()
}

/// Headings after which no article goes on: what sites print below every story, whatever it is about. Only standing
/// alone on a line, and only below the story, do they end it.
pub(super) const CLOSING: &str = "
    # Rankings.
    most popular; most popular stories; most viewed; most read; most read stories; most commented; most shared;
    most emailed; most e-mailed; most discussed; most watched; most recent; most searched; most active; most;
    most viewed in 24 hours; most popular now; most read articles; most viewed stories; most popular in news; popular;
    popular now; popular stories; popular news; popular posts; popular articles; popular topics; trending;
    trending now; trending news; trending topics; trending stories; what's hot; what's new; what's on; what's popular;
    top 10; top ten; top 5; 24-hour ranking; ranking; rankings; day; week; month; day | week | month; weekly; viewed;
    must read; must reads; must-read; must see;
    # The editors' other choices.
    hot topics; hot topic; hot news; hot stories; hot words; hot issues; hot tags; hot links; hot discussion;
    hot threads; hot forum dicussion; hot forum discussion; hot; hot posts; hot video; hot videos; hot pictures;
    topics; hot spots; editor's picks; editors' picks; editor's pick; editors' pick; editor picks; editors picks;
    editor's choice; editors' choice; editor's selection; picks; our picks; today's picks; don't miss; highlights;
    today's highlights; news highlights; focus; in focus; spotlight; today's top news; today's top stories; top news;
    top stories; more top stories; top story; top headlines; headlines; today's headlines; latest news;
    latest stories; latest headlines; latest; the latest; latest updates; breaking news; just in; news feed;
    live news; newest; more news; more headlines; more top news; top china news; top biz news; top world news;
    top sports news; top life news; in this section; also in this section; elsewhere on the web; from around the web;
    around the web; from the web; more from the web; you may like; you may also like; you might also like;
    you might like; recommended; recommended for you; recommended stories; recommendations; we recommend;
    promoted stories; promoted content; sponsored; sponsored links; sponsored content; sponsored stories;
    ads by google; paid content; from our partners; china daily apps; china daily specials; cdn specials; specials;
    newspaper; epaper; e-paper; columnists; columns; cartoon; cartoons; blogs; blog; news in pictures; video & photo;
    photos & videos; in depth; in-depth; multimedia; interactive; infographics; quiz; polls; poll; survey; vote;
    people's daily online; about people's daily online; selections for you; selected for you; add your comment;
    key words; keywords;
    # Readers' talk.
    comments; comment; post a comment; leave a comment; leave a reply; leave your comment; your comment;
    your comments; your view; your views; add a comment; write a comment; comment on this story;
    comments on this story; have your say; web comments; reader comments; readers' comments; post comment;
    post your comment; user comments; view comments; discussion; join the conversation; join the discussion; forum;
    forums; bbs; bbs hot topics; china forum; go to forum; go to forum >>; what do you think; say something;
    copyright; messages; please sign in to comment; most popular comments; latest comments; all comments;
    show comments; load comments; no comments; no comments yet;
    # The site about itself.
    about us; contact us; site map; sitemap; site index; site links; services; our services; useful links; links;
    quick links; friendly links; friends' links; partners; follow us; follow us on; find us on; connect with us;
    stay connected; get our app; download our app; newsletter; newsletters; sign up; sign up for our newsletter;
    subscribe; subscribe now; subscribe to our newsletter; advertise with us; advertise; jobs; new jobs offer;
    learn chinese; mobile news; navigation; online media; web media alliance; tell us; terms of use; terms of service;
    terms and conditions; privacy policy; cookie policy; all rights reserved; print edition; back issues; archives;
    archive; classifieds; advertisers; visible links; references; hidden links;
    # Their like on British and American pages.
    related internet links; top world stories now; top stories now; links to more stories; e-mail services;
    products & services; programmes; elsewhere on the bbc; features and analysis; features & analysis;
    why you can trust bbc news; around the bbc; our standards; more on this topic; topics mentioned in this article;
    most popular in us; tags; categories; filed under; share this article; share this story; explore more;
    explore further; next article; previous article; next story; previous story; up next; next; author;
    about the author; about the writer;
    热门新闻; 热点新闻; 热门推荐; 推荐阅读; 精彩推荐; 为您推荐; 新闻排行; 热门排行; 点击排行; 今日热点; 频道精选; 热门文章;
    网友评论; 我要评论; 最新评论; 友情链接; 关于我们; 联系我们; 新闻热点; 今日推荐; 最新新闻; 编辑推荐; 热门专题; 热门图集;
    24小时热文; 48小时热文; 24小时排行; 微信公众号; 扫一扫;
";

/// Headings of boxes that also stand inside a story: the story may go on below their list.
pub(super) const BOXES: &str = "
    related; related stories; related story; related news; related reading; related readings; related article;
    related articles; related links; related link; related coverage; related reports; related report; related topics;
    related topic; related photos; related pictures; related video; related videos; related content; related items;
    related posts; related information; related materials; see also; also see; also read; read also; read more;
    read on; further reading; more reading; more on this; more on this story; more on this subject; more on the story;
    more; more stories; more like this; more photos; more pictures; more videos; more coverage; more information;
    more details; more to read; more to explore; more >>; more>>; more...; full coverage; special coverage;
    special report; special reports; special; special features; complete coverage; other stories; other news;
    other related stories; backgrounder; backgrounders; previous stories; previous reports; earlier stories;
    earlier reports; past stories; linked stories; similar stories; photo; photos; photo gallery; photo galleries;
    gallery; galleries; slideshow; slideshows; slide show; pictures; in pictures; in photos; video; videos; watch;
    watch now; audio; podcast; podcasts; picture gallery; related galleries; photo news; photo story; web exclusive;
    web exclusives; relevant stories; relevant news; relevant links; recent stories; in the news; also on this site;
    key stories; key points at a glance; news analysis; have your say now; story highlights; highlights;
    相关新闻; 相关阅读; 相关报道; 相关链接; 相关专题; 相关文章; 延伸阅读; 更多; 更多新闻; 图集; 视频; 相關新聞; 相關報導;
";

/// Words of share bars, print and mail tools, pagers and forms: a line of nothing else is furniture wherever it stands.
pub(super) const TOOLS: &str = "
    facebook; twitter; linkedin; linked; whatsapp; wechat; weibo; sina; qq; qzone; renren; kaixin; douban; tumblr;
    pinterest; reddit; digg; delicious; del.icio.us; stumbleupon; google; google+; gmail; plus; telegram; messenger;
    instagram; youtube; flickr; vk; line; viber; pocket; instapaper; flipboard; x; newsvine; mixx; fark; myspace;
    addthis; sharethis; evernote; snapchat; tiktok; skype; sms; tencent; share; shares; shared; sharing; tweet;
    tweets; retweet; like; likes; recommend; pin; post; follow; email; e-mail; mail; e; print; printer; printable;
    print-friendly; printer-friendly; friendly; version; pdf; save; bookmark; bookmarks; favorite; favorites; copy;
    copied; link; links; url; clipboard; permalink; embed; download; feedback; rss; feed; comment; comments; reply;
    report; send; friend; translate; listen; discuss; forward; collect; most; large; medium; small; larger; smaller;
    big; font; fonts; size; text; adjust; zoom; zoomin; zoomout; in; out; a; aa; aaa; a+; a-; t; t+; t-; +; -;
    increase; decrease; reset; normal; bigger; resize; close; enlarge; image; images; expand; full; screen;
    fullscreen; hide; show; caption; captions; view; views; hits; read; reads; readers; clicks; viewed; times; play;
    pause; mute; unmute; replay; stop; loading; buffering; next; prev; previous; page; pages; first; last; back; top;
    of; to; up; down; this; the; on; by; with; via; us; me; it; an; your; and; or; all; more; article; story; news;
    here; click; go; tools; tool; options; button; buttons; icon; menu; toggle; navigation; skip; main; content; open;
    search; advanced; submit; login; log; logout; sign; register; subscribe; password; username; keyword; keywords;
    help; home; enter; select; choose; language; languages; advertisement; advertisements; ad; ads; advert; sponsored;
    continue; reading; below; min; mins; minute; minutes; ago; updated; latest; add; write; vote; rate; rating; stars;
    star; voted; votes; total; no; yet; spacer; left; right; corner; blank; logo; gif; jpg; png; photo; img; inline;
    arrow; bullet; dot; ico; bbs; forum; chat; tell; storylink; buzz; live; it!; mobile; phone; app; apps; qr; code;
    scan; web; site; website; channel; blogger; newsletter; newsletters; alerts; alert; notifications; s; i; m; k;
    hour; hours; day; days; week; weeks; month; months; year; years;
    video; player; microblog; 大; 中; 小; 分享; 分享到; 打印; 纠错; 收藏; 字体; 字号; 评论; 推荐; 转发; 微信; 微博; 参与; 扫码; 关闭;
    下一页; 上一页; 返回; 返回顶部; 首页; 尾页;
";

/// Tool words that make a line a share bar, a pager or a form: at least one of them must be there, for the small words
/// in [`TOOLS`] only fill in.
pub(super) const TOOL_SIGNS: &str = "
    facebook; twitter; linkedin; whatsapp; wechat; weibo; sina; qq; tumblr; pinterest; reddit; digg; delicious;
    stumbleupon; google+; gmail; telegram; messenger; instagram; youtube; pocket; flipboard; newsvine; addthis;
    sharethis; sms; tencent; share; shares; tweet; retweet; like; likes; email; e-mail; mail; print; printer;
    printable; print-friendly; printer-friendly; pdf; save; bookmark; bookmarks; favorites; copy; permalink; embed;
    download; feedback; rss; comment; comments; reply; translate; listen; follow; large; medium; small; font; zoom;
    zoomin; zoomout; a+; a-; aa; aaa; enlarge; fullscreen; caption; next; prev; previous; page; pages; top; tools;
    toggle; navigation; skip; menu; search; advanced; login; register; subscribe; password; username; submit;
    advertisement; advertisements; advert; ad; ads; sponsored; loading; min; mins; views; hits; reads; viewed; clicks;
    votes; spacer; corner; logo; img; inline; bbs; click; continue; resize; play; mute; buzz; log; sign; send; post;
    help; keyword; language; languages; newsletter; newsletters; notifications; close; expand; scan; size; text; home;
    reading; ago; image; button; recommend; forum; hide; show; select; enter; app;
    microblog; player; 分享; 分享到; 打印; 纠错; 收藏; 字体; 字号; 下一页; 上一页; 返回顶部;
";

/// Names of sections, editions and languages as navigation bars list them. Three or more alone on a line are a bar; one
/// or two above a headline are its section.
pub(super) const SECTIONS: &str = "
    home; homepage; front page; frontpage; index; main page; news; world; world news; global; international; nation;
    national; domestic; local; regional; region; regions; metro; city; cities; state; states; china; in china;
    across china; china news; china watch; top news; latest news; latest; top stories; breaking news; headlines;
    newsmaker; newsmakers; people; politics; government; diplomacy; law; legal; crime; justice; military; defense;
    defence; army; security; society; social; education; sci-edu; sci & edu; science; science & technology; sci-tech;
    sci/tech; scitech; sci; tech; technology; innovation; it; internet; digital; health; medicine; environment;
    climate; green; energy; weather; space; nature; business; business news; biz; bizchina; biz china; top biz news;
    economy; economics; finance; financial; money; markets; market; stocks; companies; company; industry; industries;
    industrial; macro; trade; property; real estate; auto; autos; auto china; motoring; motors; banking; investment;
    employment; jobs; data; chinadata; chart; entrepreneurs; small business; consumer; personal finance; tourism;
    sports; sport; olympics; beijing 2008; soccer; football; basketball; tennis; golf; cricket; rugby; baseball; nfl;
    nba; mlb; nhl; racing; formula one; formula 1; china sports; world cup; opinion; opinions; opinion line; comment;
    commentary; comments; comment is free; editorial; editorials; editor's pick; op-ed; op-ed contributors; voices;
    viewpoint; viewpoints; views; columnists; columns; column; letters; letters to the editor; debate; contributors;
    from readers; from the press; from chinese press; from overseas press; press review; forum; forums; blog; blogs;
    cartoon; cartoons; culture; arts; art; entertainment; ent; showbiz; show biz; celebrity; celebrities; film; movie;
    movies; music; tv; television; radio; books; theater; theatre; stage; heritage; life; lifestyle; life & style;
    living; style; fashion; food; food & drink; dining; travel; beauty; family; kids; trends; relationships; women;
    luxury; homes; home & garden; hot pot; features; feature; special; specials; special report; special reports;
    focus; in depth; in-depth; analysis; cover story; profile; profiles; interview; interviews; people & points;
    photo; photos; photo gallery; pictures; picture; video; videos; multimedia; gallery; galleries; graphics;
    magazine; weekend; sunday; off the wall; odd news; odd; obituaries; history; religion; puzzles; games; events;
    expat; elderly; foodie; learning; asia; asia-pacific; asia pacific; asia & pacific; africa; europe; european;
    america; americas; us; u.s.; usa; us & canada; us and canada; north america; south america; latin america;
    middle east; mideast; oceania; uk; england; scotland; wales; northern ireland; canada; australia; india;
    south asia; asean; apac; eu; hong kong; hk; hk edition; hong kong edition; hk macao; hk/macao; macao; taiwan;
    taiwan, hk, macao; mainland; tibet; xinjiang; beijing; shanghai; guangdong; guangzhou; shenzhen; provinces;
    global edition; china edition; us edition; us weekly; european weekly; africa weekly; asia weekly;
    european edition; usa edition; english; english home; newspaper; epaper; e-paper; china daily;
    china and the world; china & world; china-us; china-europe; china-africa; cn-us; americas & asia; foreign affairs;
    peace & conflict; rare earth; review; reviews; bilingual; language tips; cndy; kindle; services; service;
    classifieds; community; more; about; contact; subscribe; shop; archive; archives; hotline; insight; explore;
    ideas; topics; watch; live; audio; podcasts; français; francais; deutsch; español; espanol; pусский; русский;
    chinese; japanese; korean; russian; french; spanish; arabic; portuguese; german;
";

/// Words that make an unknown name a publication: "Harbour Evening Courier", "Delta News Agency".
pub(super) const PRESS_WORDS: &str = "
    daily; news; newspaper; newspapers; times; post; agency; agencies; press; online; journal; herald; weekly; tv;
    radio; review; tribune; gazette; telegraph; observer; chronicle; courier; examiner; mail; wire; wires; newswire;
    magazine; network; bulletin; dispatch; inquirer; sentinel; broadcasting; broadcast; media; television; standard;
    express; guardian; edition; correspondent; correspondents; xinhua; reuters; afp;
";

/// Agencies and publications whose name has none of the [`PRESS_WORDS`], or is often printed alone on its line.
pub(super) const AGENCIES: &str = "
    xinhua; xinhuanet; xinhua news agency; xinhua english; xinhua/agencies; agencies; agencies via xinhua;
    staff and agencies; wire services; china daily; people's daily; people's daily online; global times;
    shanghai daily; shine; cri; crienglish; cri online; cctv; cctv news; cntv; cgtn; cns; ecns; china news service;
    beijing review; beijing today; beijing news; the beijing news; women of china; caixin; caixin online;
    sina english; sohu; ap; a.p.; the associated press; associated press; reuters; afp; agence france-presse;
    agence france presse; bloomberg; bloomberg news; dow jones; dow jones newswires; marketwatch; upi;
    united press international; bbc; bbc news; bbc sport; bbc news online; bbc monitoring; cnn; cbs; abc; nbc; npr;
    cnbc; msnbc; sky news; al jazeera; dpa; efe; ansa; ians; pti; ani; uni; apa; aap; cp; pa; tass; itar-tass;
    ria novosti; interfax; sputnik; kyodo; kyodo news; jiji; yonhap; cna; bernama; antara; vna; app; irna; anadolu;
    anadolu agency; prnewswire; pr newswire; business wire; globe newswire; knight ridder; mcclatchy; the guardian;
    guardian; the independent; the telegraph; the new york times; new york times; the washington post;
    the wall street journal; the economist; time; newsweek; deutsche welle; dw; voa; voa news; voice of america; rfi;
    rt; forbes; variety; nature; scmp; south china morning post;
";

/// How one-line notices begin, wherever they stand: they lead away from the story, to a form, a list or a tool. Whether the
/// rest of the line is that of a notice, [`super::furniture`] judges by its length and its signs.
pub(super) const NOTICES: &str = "
    contact the writer; contact the reporter; to contact the reporter; to contact the writer; contact the author;
    write to the author; readers can contact; you can contact the writer; send your comments; comments to:;
    e-mail the author; email the author; special report:; special coverage:; full coverage:; full story:; full text:;
    related:; related news:; related story:; related stories:; related article:; related reading:; related readings:;
    related report:; related coverage:; see also:; also see:; read more:; read also:; also read:; must read:; more:;
    watch:; video:; photos:; in pictures:; gallery:; slideshow:; listen:; don't miss:; read next:; recommended:;
    editor's pick:; click here; click to; click on; click for; go to forum; join the discussion; follow us on;
    follow us at; follow @; find us on; like us on; subscribe to; sign up for; sign up to; download the; download our;
    get the latest; scan the qr; scroll down; our standards; support local journalism; support our journalism;
    share this; share on; share to; share with; tweet this; e-mail this; email this; email to; print this;
    printer-friendly; printable version; send to a friend; send this; add to favorites; bookmark this;
    add your comment; comment on this; comments have been; comments are closed; be the first to comment;
    have your say; what do you think; sign in; log in; please log; you are here; your location; skip to;
    jump to content; jump to navigation; back to top; back to home; back to previous; back to news; back to article;
    view all; view more; see all; see more; show more; load more; more >; more from; continue reading;
    story continues below; article continues; advertisement; this page as; please turn on javascript; javascript;
    your browser; this site uses cookies; we use cookies; by using this site; enlarge this image; view larger;
    hide caption; toggle caption; font size; text size; adjust font; today's date; page last updated; tools:; tags:;
    tag:; topics:; topic:; keywords:; key words:; filed under; posted in; categories:; category:; previous:; next:;
    prev:; previous page; next page; newer post; older post; hits:; views:; total views; number of views;
    china daily website; chinadaily website; sponsored by; ads by; constructed by; produced by; powered by;
    designed by; web editor; best viewed; contact us; about us; terms of; privacy policy; for more stories;
    for more news; for more biz; use this form; file photo; follow china.org; follow chinadaily; like china.org;
    visit our; download pdf; report an error; report a typo; correct this; request a correction; reprints;
    order reprints; rights & permissions; newspaper headline:; 责任编辑; 责编：; 分享到; 扫一扫; 编辑：;
";
