//! The words of each language, folded (no accents), with the spellings people use.
//!
//! A word that two languages share is left out, or is faint in the one where it is common. « Ok »,
//! « merci » and « svp » are said in all of them and tell little; colours in English and landmarks
//! in French are parts of names.
//!
//! No native speaker of Wolof, Bambara or Nouchi has reviewed these lists yet; the tests are the
//! record of what is heard.

/// What gives a language away.
pub(super) struct Lexicon {
    /// Words of this language and of no other here.
    pub(super) clear: &'static str,
    /// Words that hint at it.
    pub(super) faint: &'static str,
    /// Sequences of words that are its own where each word alone is not; one a line.
    pub(super) phrases: &'static str,
}

pub(super) const FRENCH: Lexicon = Lexicon {
    clear: "bonjour bonsoir bjr bsr bonj salut slt combien cmb cmbien combi cb dispo disponible
        disponibles prix livraison livrer livrez livre livreur livrai veux veu voudrais voulais
        voulez voudrai jveux jveu jvx jvoudrais jprend jprends jss jsuis chui chuis prends prend
        prendre commander commande acheter achete achat payer paye paiement payement taille
        pointure couleur noir noire rouge bleu bleue blanc blanche vert verte jaune gris chaussure
        chaussures robe robes sac sacs chemise pantalon basket baskets quand comment komen coment
        pourquoi pkoi pourkoi quoi koi quel quelle quels quelles quelque demain dmain mtn
        maintenant aujourd hier matin soir apres midi semaine avec sans dans chez vers derriere
        devant cote entre jusqu voir montrez envoyez envoie envoyer donnez donne mettez ajoutez
        enlevez changer pouvez peux peut avez avoir etes sont suis serait cest sest jai javais
        habite habitez adresse numero magasin cher chere reduction remise moins rabais dernier
        derniere interesse interessee interesser article articles produit modele modeles autre
        autres encore toujours tjrs tjr jamais rien beaucoup bcp trop tres aussi alors donc mais
        parce parceke pcq puis besoin faut faire fait faites dire dit cherche recu annuler annulez
        vouloir aimerais marche madame monsieur tantie bonne journee soiree coucou svpp excusez
        desole pardon diminuer diminuez casser fini finie",
    faint: "je j t tu il elle on nous vous ils le la les l un une des du de d au aux en et ou a
        est c ce cette ces ca sa s es ai as ont pas n ne que qui qu ki ke k y mon ma mes ton ta
        tes son votre vos notre nos leur moi toi lui me te se pour pr par sur plus si oui wi ui
        ouais non nn merci mrc mci svp stp bien bon ok daccord accord c2 tt tout tous toute toutes
        pa juste pk vs ns gros petit petite grand grande franc francs mille plutot deux trois
        quatre car rose carrefour pharmacie quartier boutique montre",
    phrases: "c est
        s il vous plait
        y a
        il y a
        est ce que
        ca va",
};

pub(super) const ENGLISH: Lexicon = Lexicon {
    clear: "the how much what when where which who why want wanna need buy buying purchase price
        prices cost costs size sizes please pls plz thank good morning evening afternoon are does
        did have has had could would should will my your his her our they them this these those
        there here it its isn aren don doesn can cant like and with without from for about deliver
        delivery delivered delivering order ordered colour color colours colors yellow pink shoes
        shoe dress dresses bags shirt available availability today tomorrow tonight pay paid
        payment send sending cheap cheaper expensive discount last deal interested address near
        behind opposite house street phone number call speak english another other more less still
        many any some only ship shipping pickup pick tell know get give make let see looking ready
        wait waiting",
    faint: "i m ve ll re is in to of you do be we at an hi hello hey yes yeah no not me so if or on up out
        off two three thanks thx okay sure great nice fine got just im u ur r 2day am was
        black white red blue green watch bag best sorry cash shop show store",
    phrases: "",
};

pub(super) const WOLOF: Lexicon = Lexicon {
    clear: "naka nakala nanga nga ngi nngi ngeen naata niata gnata nyata nata niaata gnaata dama
        damay dafa dafay begg beugg beug bugg beg bugguma begguma jend jeund djend jendd jaay diay
        diaye foofu fofu kagn waaw waw waaaw dedeet deedeet dedet deedet jerejef jerejeuf
        diereudieuf djeredjef jerejeff maangi mangi mangui maa rekk rek ndax ndakh ndah waaye waye
        wante xaalis khalis halis xalis njeg ndieg ndiegue seer yomb yombu wanni wannil wagni wanil
        wagnil waniil amul amoul amna amnga ameetul nekk nekku neex neekh mena meun mun yonne
        yonnema yoneema yonnee yobbu yobu indil indi indima kii bii bile yii gii suba ellek elek
        tey leegi legui legi leeggi balaa sama keur kerr jamm baax bakh baakh baaxna bakhna lool
        loolu lolu kaay xool xol khol wone wonma dall dallu yere mbubb boubou naar niaar gnaar
        nett niett gnett juroom diourom fukk fouk benn temeer teemeer junni dierem derem derm
        boole asalaam salaam maleekum aleekum malekum yow yaw moom mom noonu nonu fane feneen degg
        deg sakk sakkal mangiy laay laa ngay ngaay nguen naa defar defaral jappal jappalma denc
        dencal",
    faint: "la ak ci bi yi gi si fi fii man na ma lan ban ana wax wakh bu bou ba mi bes xam
        xamul di nu jel jox joxal baal assalamu salam aleykum alaikum maleykum waay way tool am ko
        ben fan kan jam def kay hol jot jay",
    phrases: "maa ngi
        ma ngi
        ba suba
        ana nga
        ci kanam
        am na
        nga def
        fan la
        lan la
        naata la",
};

pub(super) const BAMBARA: Lexicon = Lexicon {
    clear: "sogoma tilen wula feere fere fereli songo songho gelen gbelen guelen nogoya nogon
        nogoman wari sini sisan kunun kunu awo owo ayi onhon baasi basi barika sanbara dloki
        duloki kelen fila saba naani nani duuru woro wolonfila segin konoton mugan keme waga
        dorome doreme kosebe kosobe hakili hake hakete dugu sugu muso cogo cogodi tiogo dilan
        laban kanben segi nafa bolo taga taa fe mbe mbafe nbafe nbe nba abe ibe obe mun muna sabu
        sabali kera kere heere dunan jaa ladon ladi batigi tigi ninnu minnu nyuman numan finman
        bileman gweman jeman gerelen tuguni kokura dooni donni doni caman tiaman",
    faint: "ni ye be te ne n a ka ko la don do san min nin wa bi so kan an aw samara nana sori soro mba mogo",
    phrases: "i ni ce
        i ni tie
        i ni tche
        i ni cie
        i ni sogoma
        ani sogoma
        i ni tile
        i ni tilen
        i ni wula
        i ni su
        i ni baara
        aw ni ce
        aw ni sogoma
        joli ye
        joli joli
        joli lo
        joli don
        ye joli
        be joli
        a be
        a te
        a ye
        n be
        m be
        ne be
        be yan
        te yan
        b a fe
        be san
        ka ca
        ka di
        ka bon
        ka ni
        di n ma
        don wa
        be wa
        ye wa
        min be
        be min
        ka kene",
};

pub(super) const NOUCHI: Lexicon = Lexicon {
    clear: "gbe dje gbeh gbonhi gbonhis gbohi gbassa djai djay djaille dja daye moogo mogo mogos
        mogoh bramogo bramogos brahmogo kpata pkata gbaka woroworo enjaille enjailler enjaillement
        enjai yako krou krika kraka barra togos gbesse gbessess faro faroter farot dabali deh dehh
        keh keeh lailai zango chokoya fraya frayer beou soutra soutrali soutrament blo bolo gnaga
        pian doko koumanli kouman gnan gnanmi grigra gaou gaous brouteur djoss djosser djossi
        dougou tassaba ziboulateur yere yerre yerer gbai kabakaba tchapa tchatcho mouillement
        damer djomo djabe goumin badoux bledard kpakpato kpakpatoya djinzin fohi foyi siao",
    faint: "",
    phrases: "ca sort a
        ca sort combien
        combien ca sort
        ca fait gbe
        on dit quoi
        y a pas drap
        ya pas drap
        pas drap
        y a foyi
        ya foyi
        mon vieux pere
        le vieux pere
        vieux pere
        le vie pere
        la vieille mere
        mon vie
        le gar
        c est dja
        c est cale
        casse le prix
        casser le prix
        casse prix
        prix la est chaud
        prix la chauffe
        c est chaud sur moi
        fais moi ca cadeau
        la go
        les gos
        ma go
        le jeton
        les jetons
        mon jeton
        je suis moisi
        ca ment pas
        ya dra
        tu as tue
        vous avez tue",
};
