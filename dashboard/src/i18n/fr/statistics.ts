export const statistics = { title: "Statistiques" };
