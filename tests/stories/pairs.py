"""Pairs of headlines that tell the same news, and pairs that do not, all made up for this test.

The hard cases: other words for the same event, nearly the same words for different ones. Half a
hundred strangers stand beside them, so that rare words are rare.
"""

SAME = [
    # German
    (
        "Neue Abmahnwelle wegen Google Fonts rollt an",
        "Google Fonts: Anwälte verschicken Tausende Abmahnungen",
    ),
    (
        "Abmahnwelle wegen Facebook-Impressum: Kanzlei fordert 265 Euro",
        "Fehlendes Impressum bei Facebook: Kanzlei verschickt Abmahnungen",
    ),
    (
        "Instagram ändert seine Nutzungsbedingungen zum 1. Januar",
        "Neue Nutzungsbedingungen bei Instagram: Das gilt ab 1. Januar",
    ),
    ("EILMELDUNG: Brand im Kölner Dom ausgebrochen", "Feuer im Kölner Dom ausgebrochen"),
    (
        "Tickets für das BarCamp Hamburg ab Freitag im Vorverkauf",
        "BarCamp Hamburg: Ticketvorverkauf startet am Freitag",
    ),
    (
        "+++ Update: Stellwerksstörung legt Bahnverkehr in Hannover lahm +++",
        "Stellwerksstörung in Hannover legt Bahnverkehr lahm",
    ),
    ("Die Post erhoeht das Briefporto auf 1,10 Euro", "Briefporto: Post erhöht auf 1,10 Euro"),
    (
        "Bundesgerichtshof kippt Cookie-Banner ohne Ablehnen-Knopf",
        "BGH: Cookie-Banner ohne Ablehnen-Knopf unzulässig",
    ),
    (
        "Zoll beschlagnahmt 300 gefälschte Rolex-Uhren am Flughafen Wien",
        "Flughafen Wien: 300 gefälschte Rolex-Uhren beschlagnahmt",
    ),
    (
        "LinkedIn führt Tarnmodus für Bewerber ein - t3n",
        "LinkedIn bekommt einen Tarnmodus für Bewerber",
    ),
    (
        "Mastodon sammelt 2 Millionen Euro für neue Stiftung",
        "Neue Mastodon-Stiftung: 2 Millionen Euro gesammelt",
    ),
    (
        "Datenleck bei Fressnapf: Kundendaten im Netz",
        "Fressnapf-Kundendaten nach Datenleck im Netz aufgetaucht",
    ),
    (
        "Gericht verbietet Meta das Training mit Nutzerdaten",
        "Meta darf Nutzerdaten nicht zum Training verwenden, entscheidet Gericht",
    ),
    ("Häuser in Görlitz nach Erdrutsch geräumt", "Erdrutsch in Görlitz: Haus geräumt"),
    # English
    (
        "Twitter rolls out longer posts to all users",
        "All users get longer posts as Twitter rolls them out",
    ),
    (
        "Acme Robotics files for bankruptcy after failed merger",
        "Failed merger pushes Acme Robotics into bankruptcy",
    ),
    (
        "Volcano erupts near Reykjavik, flights cancelled",
        "Flights cancelled as volcano erupts near Reykjavik",
    ),
    (
        "BREAKING: Senator Whitcombe resigns over donor scandal",
        "Whitcombe resigns as senator amid donor scandal",
    ),
    (
        "Snapchat sued over map feature that exposed teens",
        "Lawsuit: Snapchat map feature exposed teens",
    ),
    (
        "Regulator fines TikTok 345 million over children's data",
        "TikTok fined 345 million for mishandling children's data",
    ),
    ("Bluesky passes 40 million users", "Bluesky now has 40 million users"),
    (
        "Dutch court orders Uber to rehire drivers fired by algorithm",
        "Uber must rehire drivers fired by algorithm, Dutch court says",
    ),
    (
        "Norwegian ferry runs aground off Bergen, 120 rescued | Coast Daily",
        "120 rescued after ferry runs aground off Bergen",
    ),
    (
        "Pinterest to shut its Dublin office and cut 300 jobs",
        "Pinterest cuts 300 jobs, closes Dublin office",
    ),
    # written after the rules were made
    (
        "Abmahnungen wegen fehlender Datenschutzerklärung: Händler wehren sich",
        "Datenschutzerklärung fehlt: Abmahnwelle trifft Onlinehändler",
    ),
    ("X erhöht Preise für API-Zugang deutlich", "API von X wird deutlich teurer"),
    (
        "Meta führt Bezahl-Abo für Instagram und Facebook in der EU ein",
        "Instagram und Facebook: Meta startet Bezahlabo in der EU",
    ),
    (
        "BarCamp Bodensee: Tickets in zehn Minuten ausverkauft",
        "Ausverkauft in zehn Minuten: Tickets fürs BarCamp Bodensee",
    ),
    (
        "EuGH: Gefällt-mir-Knopf nur mit Einwilligung",
        "Like-Button braucht Einwilligung, urteilt der EuGH",
    ),
    (
        "re:publica verkauft Frühbuchertickets ab Montag",
        "Frühbuchertickets für die re:publica ab Montag erhältlich",
    ),
    ("YouTube testet kürzere Werbung vor Videos", "Youtube probiert kürzere Werbespots aus"),
    ("WhatsApp-Kanäle starten in Deutschland", "WhatsApp bringt Kanäle nach Deutschland"),
    (
        "Gericht untersagt Werbung mit gefälschten Bewertungen",
        "Gefälschte Bewertungen: Gericht stoppt Werbung",
    ),
    (
        "Bitkom: Jedes dritte Unternehmen nutzt KI im Marketing",
        "KI im Marketing: Ein Drittel der Unternehmen nutzt sie laut Bitkom",
    ),
    ("Sturmtief Zoltan fegt über Norddeutschland", "Zoltan: Sturmtief wütet im Norden"),
    (
        "Bahnstreik: GDL kündigt Ausstand ab Mittwoch an",
        "GDL streikt ab Mittwoch: Lokführer legen Bahnverkehr lahm",
    ),
    (
        "Zwölf Verletzte bei Busunfall in der Eifel",
        "Busunglück in der Eifel: zwölf Menschen verletzt",
    ),
    (
        "Meta to pay $725m to settle Cambridge Analytica suit",
        "Cambridge Analytica: Meta settles lawsuit for $725 million",
    ),
    ("Reddit prices IPO at $34 a share", "Reddit's IPO priced at $34 per share"),
    ("Elon Musk steps down as Twitter chief", "Musk quits as CEO of Twitter"),
    ("LinkedIn adds puzzle games to keep users", "Puzzle games come to LinkedIn"),
    ("Canva acquires Affinity maker Serif", "Serif, maker of Affinity, bought by Canva"),
    (
        "Google to delete inactive accounts from December",
        "Inactive Google accounts will be deleted starting in December",
    ),
    (
        "Spotify raises prices in the US again",
        "Spotify hikes US subscription prices for second time",
    ),
    ("Threads launches in the European Union", "Meta brings Threads to the EU"),
    (
        "Hackers steal customer data from Booking.com hotels",
        "Booking.com hotels hit by hackers who stole customer data",
    ),
    ("Mailchimp says it was hacked, again", "Mailchimp discloses another hack"),
    (
        "Australia bans social media for children under 16",
        "Under-16s barred from social media in Australia",
    ),
]
"""Two reports of one event."""

APART = [
    # German
    ("Social Media Update KW 12", "Social Media Update KW 13"),
    ("Newsletter 47: Was die Plattformen planen", "Newsletter 48: Was die Plattformen planen"),
    ("Instagram ändert seine Nutzungsbedingungen", "TikTok ändert seine Nutzungsbedingungen"),
    ("Großbrand in Bonn: Lagerhalle zerstört", "Großbrand in Kassel: Lagerhalle zerstört"),
    ("iOS 17.1 ist da: Das ist neu", "iOS 17.2 ist da: Das ist neu"),
    ("BarCamp Köln: Tickets ab heute erhältlich", "BarCamp Stuttgart: Tickets ab heute erhältlich"),
    ("Börse am Mittag: Dax wenig verändert", "Börse am Mittag: Dax gibt nach"),
    (
        "Das Wetter in Tirol: Regen bis in die Nacht",
        "Das Wetter in Kärnten: Regen bis in die Nacht",
    ),
    ("Horoskop für Dienstag: Das sagen die Sterne", "Horoskop für Mittwoch: Das sagen die Sterne"),
    ("Zwei Verletzte bei Unfall auf der A7", "Drei Verletzte bei Unfall auf der A9"),
    ("Telekom steigert Gewinn im zweiten Quartal", "Vodafone steigert Gewinn im zweiten Quartal"),
    ("Abmahnwelle wegen Google Fonts", "Abmahnwelle wegen Facebook-Impressum"),
    (
        "Tarifverhandlungen bei der Bahn gescheitert",
        "Tarifverhandlungen bei der Lufthansa gescheitert",
    ),
    ("Die Woche in Bildern: Sommer in der Stadt", "Die Woche in Bildern: Herbst in den Bergen"),
    ("Liveticker: Bayern gegen Leipzig", "Liveticker: Dortmund gegen Bremen"),
    ("Mann in Graz von Zug erfasst", "Mann in Linz von Zug erfasst"),
    (
        "WordPress 6.4 schließt drei Sicherheitslücken",
        "WordPress 6.5 schließt vier Sicherheitslücken",
    ),
    # English
    ("Apple unveils new iPad at spring event", "Apple unveils new MacBook at spring event"),
    ("Weekly roundup: ten links for marketers", "Weekly roundup: twelve links for marketers"),
    ("Chrome 120 released with security fixes", "Chrome 121 released with security fixes"),
    ("Council approves budget for Leeds library", "Council approves budget for Bristol library"),
    ("Photos of the day: Tuesday", "Photos of the day: Wednesday"),
    ("Stocks rise on hopes of rate cut", "Stocks fall on fears of rate hike"),
    ("Man arrested after stabbing in Leeds", "Man arrested after stabbing in Cardiff"),
    ("Season 3 of Harbour Lights starts filming", "Season 4 of Harbour Lights starts filming"),
    ("Earthquake of magnitude 5.1 hits Crete", "Earthquake of magnitude 6.3 hits Chile"),
    ("Microsoft to cut 2,000 jobs in gaming", "Amazon to cut 2,000 jobs in devices"),
    ("Festival line-up announced for 12 July", "Festival line-up announced for 9 August"),
    ("Court rejects appeal in Harding murder case", "Court rejects appeal in Petrov fraud case"),
    # across
    ("Instagram testet bezahlte Profile in Deutschland", "TikTok tests paid profiles in Germany"),
    ("Google veröffentlicht Android 16", "Google releases Android 17 beta"),
    ("Meta entlässt 3.600 Beschäftigte", "Google lays off 3,600 workers"),
    # written after the rules were made
    ("Social-Media-Kalender für März", "Social-Media-Kalender für April"),
    ("t3n Podcast Folge 312: Führung in der Krise", "t3n Podcast Folge 313: Führung im Homeoffice"),
    ("Instagram testet Kommentar-Filter", "Instagram testet neue Story-Sticker"),
    (
        "Facebook-Störung: Nutzer können sich nicht anmelden",
        "WhatsApp-Störung: Nutzer können sich nicht anmelden",
    ),
    ("Die besten Social-Media-Kampagnen im Juli", "Die besten Social-Media-Kampagnen im August"),
    ("Umsatz von Zalando steigt im dritten Quartal", "Umsatz von Otto steigt im dritten Quartal"),
    (
        "LG Köln: Influencerin muss Werbung kennzeichnen",
        "LG Berlin: Influencerin muss Werbung nicht kennzeichnen",
    ),
    ("Bayern München schlägt Augsburg 3:1", "Bayern München schlägt Mainz 4:0"),
    (
        "Neue Funktionen für LinkedIn-Unternehmensseiten",
        "Neue Funktionen für Instagram-Unternehmensprofile",
    ),
    ("Wetter: Montag sonnig, Dienstag Regen", "Wetter: Mittwoch bewölkt, Donnerstag Gewitter"),
    ("OMR 2025: Tickets und Programm", "OMR 2026: Tickets und Programm"),
    ("Stellenabbau bei SAP", "Stellenabbau bei Bosch"),
    (
        "Urteil: Abmahnung wegen Newsletter ohne Einwilligung rechtens",
        "Urteil: Abmahnung wegen Impressum ohne Telefonnummer unzulässig",
    ),
    ("Facebook rolls out dark mode on desktop", "Instagram rolls out dark mode on Android"),
    ("Google I/O 2025: everything announced", "Google I/O 2026: everything announced"),
    (
        "This week in social media: TikTok bans, Threads growth",
        "This week in social media: Pinterest earnings, Reddit IPO",
    ),
    ("Samsung Galaxy S24 review: a safe upgrade", "Samsung Galaxy S25 review: a bold upgrade"),
    ("Tesla recalls 200,000 cars over camera fault", "Ford recalls 200,000 cars over camera fault"),
    ("Norway wins gold in women's relay", "Sweden wins gold in men's relay"),
    ("Morning briefing: markets, oil and chips", "Morning briefing: elections, storms and chips"),
    ("Python 3.12.1 released", "Python 3.13.0 released"),
    ("Shooting in Denver leaves two dead", "Shooting in Houston leaves two dead"),
    ("EU-Kommission prüft TikTok Lite", "EU-Kommission prüft X wegen Desinformation"),
    (
        "EU opens probe into Meta over child safety",
        "EU opens probe into AliExpress over unsafe goods",
    ),
]
"""Two events."""

STRANGERS = [
    "Ministerin besucht Hebammenschule im Allgäu",
    "Orchester spielt zum letzten Mal im alten Saal",
    "Radweg am Kanal wird im Herbst gesperrt",
    "Forscher finden Milben im Gefieder von Eulen",
    "Bäcker streiten über Sonntagsöffnung",
    "Museum zeigt Kostüme aus sechs Jahrzehnten",
    "Schwimmbad bleibt nach Rohrbruch geschlossen",
    "Verein rettet Apfelsorten vor dem Verschwinden",
    "Schülerin gewinnt Wettbewerb im Kopfrechnen",
    "Theaterstück über Torfstecher begeistert Publikum",
    "Kleingärtner klagen über Waschbären",
    "Imker melden gute Ernte trotz Trockenheit",
    "Neue Straßenbahnen kommen später als geplant",
    "Gemeinde verkauft alte Schule an Künstlerin",
    "Wanderer entdecken seltene Orchidee",
    "Stadtbibliothek verleiht jetzt Nähmaschinen",
    "Landwirte pflanzen Hecken gegen den Wind",
    "Chor sucht Bässe und Tenöre",
    "Bergbahn erneuert ihre Gondeln",
    "Schachclub feiert hundertjähriges Bestehen",
    "Lighthouse keeper retires after four decades",
    "Bakery revives forgotten rye recipe",
    "Scientists map caves beneath the desert",
    "Village votes to keep its red phone box",
    "Librarians fight mould in flooded archive",
    "Orchard owners test drones against starlings",
    "Choir tours prisons with baroque programme",
    "Marathon route changed because of nesting swans",
    "Toy museum acquires rare tin submarine",
    "Fishermen report record mackerel catch",
    "Astronomers spot unusually dim comet",
    "Potter wins craft prize with glazed chairs",
    "Teachers learn sign language in evening class",
    "Railway museum restores royal carriage",
    "Beekeepers warn of invasive hornets",
    "Ballet company premieres work about tides",
    "Gardeners swap seeds in former bank",
    "Chess prodigy beats grandmaster in rapid game",
    "Ferry timetable shrinks for the winter",
    "Weavers bring back medieval pattern",
]
"""Headlines that are alone with their news."""
