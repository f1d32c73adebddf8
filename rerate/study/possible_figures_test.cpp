// Behaviour -> test
//   all that a section of the open study publishes can be there; so of every kind         -> PossibleFigures.HoldsWhatIsPublished
//   what a key adds can be there only with it                                             -> PossibleFigures.ByTheKeys
//   so of clusters, credit, recessions and rotations                                      -> PossibleFigures.ByTheKeysOfModels
//   of a section that leaves choices open, what any option brings about                   -> PossibleFigures.OpenSections
//   numbers that take draws are not of every definition                                   -> PossibleFigures.OfDefinitions
//   members of sets of names: the section's own, and those of its options                 -> PossibleFigures.Members
// tests/e2e/multiverse_test.py puts all published figures of both studies to it.
#include "rerate/study/possible_figures.h"

#include <gmock/gmock.h>

#include <set>

#include "rerate/study/open_study_for_test.h"
#include "rerate/study/section_of.h"

namespace rerate {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const std::string kHead = "[study]\ntitle = \"T\"\npacks = [\"open\"]\n";

SectionRequest request_of(const std::string& text) {
  return parse_study(kHead + text, "s.toml").sections.at(0);
}

std::vector<std::string> numbers_of(const std::string& text) {
  return possible_figures(request_of(text)).numbers;
}

TEST(PossibleFigures, HoldsWhatIsPublished) {
  const std::string title = "title = \"US small caps\"";
  auto open = read_open_study({{title, title}});  // the plain one, whose keys tell most
  open.context.inputs = &open.evaluated.inputs;
  std::set<std::string> kinds;
  for (const auto& request : open.study.sections) {
    if (!kinds.insert(request.kind).second || request.kind == "rotation" || request.kind == "claims")
      continue;
    const auto section = section_of(request.id, "", request.question, open.context);
    const auto figures = possible_figures(request);
    for (const auto& number : section.numbers)
      EXPECT_TRUE(can_have_number(figures, number.name)) << request.id << " " << number.name;
    for (const auto& set : section.sets) EXPECT_THAT(figures.sets, Contains(set.name)) << request.id;
  }
  EXPECT_GE(kinds.size(), 8u);
}

const std::string kEvent =
    "[[event_study]]\nid = \"a\"\nsignal = \"a.b\"\nasset = \"c.d\"\nhorizon = \"12m\"\n";

TEST(PossibleFigures, ByTheKeys) {
  const auto alone = numbers_of(kEvent + "episode = { below = 48 }\n");
  EXPECT_THAT(alone, Contains("mean"));
  EXPECT_THAT(alone, Contains("known_led"));
  EXPECT_THAT(alone, Not(Contains("asset_mean")));
  EXPECT_THAT(alone, Not(Contains("extreme_mean")));
  EXPECT_THAT(numbers_of(kEvent + "episode = { below = 48 }\nbenchmark = \"e.f\"\n"), Contains("asset_mean"));
  const auto known = numbers_of(kEvent + "episode = { below = 48 }\nanchor = \"known\"\n");
  EXPECT_THAT(known, Contains("extreme_mean"));
  EXPECT_THAT(known, Not(Contains("known_mean")));
  const auto by_hand = numbers_of(kEvent + "dates = [\"1998-09\"]\n");
  EXPECT_THAT(by_hand, Not(Contains("known_mean")));
  const std::string style =
      "[[style_curve]]\nid = \"a\"\ncurve = \"a.b\"\nvalue = \"c.d\"\ngrowth = \"e.f\"\n";
  EXPECT_THAT(numbers_of(style), Not(Contains("claim")));
  EXPECT_THAT(numbers_of(style + "claim = { correlation = 0.71 }\n"), Contains("claim_reproduced_by"));
  const auto multiple = request_of(
      "[[policy_multiple]]\nid = \"a\"\nmultiple = \"a.b\"\nfunds_rate = \"c.d\"\nshares = [0.25, 0.5]\n");
  EXPECT_TRUE(can_have_number(possible_figures(multiple), "quantile_25"));
  EXPECT_FALSE(can_have_number(possible_figures(multiple), "quantile_90"));
}

TEST(PossibleFigures, ByTheKeysOfModels) {
  const auto expect = [](const std::string& text, const std::vector<std::string>& there,
                         const std::vector<std::string>& not_there) {
    const auto numbers = numbers_of(text);
    for (const auto& name : there) EXPECT_THAT(numbers, Contains(name)) << text;
    for (const auto& name : not_there) EXPECT_THAT(numbers, Not(Contains(name))) << text;
  };
  const std::string regimes = "[[regimes]]\nid = \"a\"\nfeatures = { one = \"a.b\" }\nasset = \"c.d\"\n";
  expect(regimes, {"silhouette", "stability"}, {"bic", "regime_probability", "hmm_probability"});
  expect(regimes + "method = \"gaussian_mixture\"\n", {"bic", "regime_probability"}, {"silhouette"});
  expect(regimes + "method = [\"kmeans\", \"gaussian_mixture\"]\n",
         {"bic", "regime_probability", "silhouette"}, {"hmm_probability"});
  expect(regimes + "hmm = { series = \"a.b\" }\n", {"hmm_probability", "hmm_duration"}, {"bic"});

  const std::string credit = "[[credit]]\nid = \"a\"\nspread = \"a.b\"\n";
  expect(credit, {"spread", "crest", "state_rank"},
         {"ebp", "ebp_percentile", "sectors_rising", "distress_share"});
  expect(credit + "ebp = \"c.d\"\n", {"ebp", "ebp_percentile"}, {"sectors_rising", "distress_share"});
  expect(credit + "sectors = { energy = \"c.d\" }\n", {"sectors_rising"}, {"ebp", "distress_share"});
  expect(credit + "distress = { constituents = { acme = { spread = \"c.d\", weight = 1 } } }\n",
         {"distress_share"}, {"ebp", "sectors_rising"});
  expect(credit + "vary = { ebp = [\"c.d\"] }\n", {"ebp"}, {"distress_share"});

  const std::string recession = "[[recession_probability]]\nid = \"a\"\ncurve = \"a.b\"\n";
  expect(recession + "recessions = \"c.d\"\n", {"probability_published"}, {"probability_ebp"});
  expect(recession + "recessions = \"c.d\"\npreset = \"none\"\nebp = \"e.f\"\n", {"probability_ebp"},
         {"probability_published"});

  const std::string rotation =
      "[[rotation]]\nid = \"a\"\nsectors = { one = \"a.b\", two = \"c.d\", three = \"e.f\" }\n"
      "signals = { momentum = {} }\nportfolio = { k = 1 }\n";
  expect(rotation, {"sharpe", "turnover"}, {"capacity"});
  expect(rotation + "trading = { volume = { one = 1e6, two = 1e6, three = 1e6 } }\n", {"capacity"}, {});
}

TEST(PossibleFigures, OpenSections) {
  const auto open = numbers_of(kEvent + "episode = { below = [48, 47] }\n");
  EXPECT_THAT(open, Contains("known_mean"));
  for (const auto* name : {"composite", "asset_mean", "extreme_mean"}) EXPECT_THAT(open, Not(Contains(name)));
  const auto anchors = numbers_of(kEvent + "episode = { below = 48 }\nanchor = [\"trough\", \"known\"]\n");
  EXPECT_THAT(anchors, Contains("extreme_mean"));
  const auto benchmark = numbers_of(kEvent + "episode = { below = 48 }\nvary = { benchmark = [\"e.f\"] }\n");
  EXPECT_THAT(benchmark, Contains("benchmark_median"));
  // Where an option is refused beside the study's own, whatever its kind can have.
  const auto unclear = numbers_of(kEvent + "episode = { below = [48, 52], until = [51, 53] }\n");
  EXPECT_THAT(unclear, Contains("asset_mean"));
  const auto card =
      numbers_of("[[scorecard]]\nid = \"a\"\nindicators = { jobs = \"a.b\" }\nstale = [\"4m\", \"6m\"]\n");
  EXPECT_THAT(card, Not(Contains("then_composite")));
}

TEST(PossibleFigures, OfDefinitions) {
  EXPECT_THAT(numbers_of_definitions("event_study", {"mean", "ci_low", "known_ci_high", "leave_one_out_low"}),
              ElementsAre("mean", "leave_one_out_low"));
  EXPECT_THAT(numbers_of_definitions("rotation", {"sharpe", "sharpe_low", "spa_p", "alpha"}),
              ElementsAre("sharpe", "alpha"));
  EXPECT_THAT(numbers_of_definitions("credit", {"z", "percentile"}), ElementsAre("z", "percentile"));
}

TEST(PossibleFigures, Members) {
  const std::string card = "[[scorecard]]\nid = \"a\"\nindicators = { jobs = \"a.b\", orders = \"c.d\" }\n";
  EXPECT_THAT(possible_members(request_of(card), "positive"), ElementsAre("jobs", "orders"));
  EXPECT_THAT(possible_members(request_of(card), "favoured"), IsEmpty());
  EXPECT_THAT(possible_members(request_of(kEvent + "episode = { below = 48 }\n"), "not_led"), IsEmpty());
  EXPECT_THAT(possible_members(request_of("[[credit]]\nid = \"a\"\nspread = \"a.b\"\n"), "state"),
              ElementsAre("all-clear", "stress", "watch"));
  // An option adds one.
  const auto open = card + "vary = { with = { more = { \"indicators.claims\" = \"e.f\" } } }\n";
  EXPECT_THAT(possible_members(request_of(open), "negative"), ElementsAre("claims", "jobs", "orders"));
}

}  // namespace
}  // namespace rerate
