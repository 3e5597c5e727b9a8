//! Names of places in the demo's markets, folded, with the way they are written.

/// Communes, and cities that are delivered as one.
pub(super) const COMMUNES: &[(&str, &str)] = &[
    // Abidjan.
    ("abobo", "Abobo"),
    ("adjame", "Adjamé"),
    ("attecoube", "Attécoubé"),
    ("cocody", "Cocody"),
    ("koumassi", "Koumassi"),
    ("marcory", "Marcory"),
    ("plateau", "Plateau"),
    ("port bouet", "Port-Bouët"),
    ("treichville", "Treichville"),
    ("yopougon", "Yopougon"),
    ("yop", "Yopougon"),
    ("bingerville", "Bingerville"),
    ("songon", "Songon"),
    ("anyama", "Anyama"),
    // The interior.
    ("bouake", "Bouaké"),
    ("yamoussoukro", "Yamoussoukro"),
    ("san pedro", "San-Pédro"),
    ("korhogo", "Korhogo"),
    ("daloa", "Daloa"),
    ("gagnoa", "Gagnoa"),
    ("grand bassam", "Grand-Bassam"),
    ("bassam", "Grand-Bassam"),
    ("dabou", "Dabou"),
    // Benin, Togo, Senegal, Cameroon.
    ("cotonou", "Cotonou"),
    ("abomey calavi", "Abomey-Calavi"),
    ("calavi", "Abomey-Calavi"),
    ("porto novo", "Porto-Novo"),
    ("lome", "Lomé"),
    ("ouakam", "Ouakam"),
    ("medina", "Médina"),
    ("yoff", "Yoff"),
    ("almadies", "Almadies"),
    ("pikine", "Pikine"),
    ("guediawaye", "Guédiawaye"),
    ("akwa", "Akwa"),
    ("bonamoussadi", "Bonamoussadi"),
    ("deido", "Deïdo"),
];

/// Quarters people name without their commune.
pub(super) const QUARTERS: &[(&str, &str, &str)] = &[
    ("angre", "Angré", "Cocody"),
    ("riviera", "Riviera", "Cocody"),
    ("riviera palmeraie", "Riviera Palmeraie", "Cocody"),
    ("riviera faya", "Riviera Faya", "Cocody"),
    ("palmeraie", "Palmeraie", "Cocody"),
    ("deux plateaux", "Deux Plateaux", "Cocody"),
    ("2 plateaux", "2 Plateaux", "Cocody"),
    ("ii plateaux", "II Plateaux", "Cocody"),
    ("danga", "Danga", "Cocody"),
    ("blockhauss", "Blockhauss", "Cocody"),
    ("bonoumin", "Bonoumin", "Cocody"),
    ("djibi", "Djibi", "Cocody"),
    ("faya", "Faya", "Cocody"),
    ("abatta", "Abatta", "Cocody"),
    ("zone 4", "Zone 4", "Marcory"),
    ("bietry", "Biétry", "Marcory"),
    ("remblais", "Remblais", "Koumassi"),
    ("vridi", "Vridi", "Port-Bouët"),
    ("gonzagueville", "Gonzagueville", "Port-Bouët"),
    ("williamsville", "Williamsville", "Adjamé"),
    ("maroc", "Maroc", "Yopougon"),
    ("niangon", "Niangon", "Yopougon"),
    ("siporex", "Siporex", "Yopougon"),
    ("selmer", "Selmer", "Yopougon"),
    ("ananeraie", "Ananeraie", "Yopougon"),
    ("toits rouges", "Toits Rouges", "Yopougon"),
    ("gesco", "Gesco", "Yopougon"),
    ("akpakpa", "Akpakpa", "Cotonou"),
    ("cadjehoun", "Cadjèhoun", "Cotonou"),
    ("fidjrosse", "Fidjrossè", "Cotonou"),
];

/// Cities, told apart from the communes they contain.
pub(super) const CITIES: &[(&str, &str)] =
    &[("abidjan", "Abidjan"), ("dakar", "Dakar"), ("douala", "Douala"), ("yaounde", "Yaoundé")];
