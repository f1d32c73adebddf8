// Trials made with later figures do not count, equal ones once  -> PriceOfLooking.AsOfADay
// This run's and earlier ones, of the same hash once            -> PriceOfLooking.CountsEachOnce
// A lattice counts without the study's own definition           -> PriceOfLooking.CountsALattice
// The second run of the same thing looks at nothing new         -> PriceOfLooking.LookingAgainIsFree
// A rotation does not count the lattice that its run looks at   -> PriceOfLooking.LeavesOutOwnLattices
// Bonferroni, at most 1, nothing of nothing                     -> PriceOfLooking.Corrects
// A lattice counts with the most that were ever different in it -> PriceOfLooking.LargerOfOneLattice
// Of what was run beyond the sample that was counted all count  -> PriceOfLooking.CountedInASample
// Sums stay at the largest number                               -> PriceOfLooking.NeverOverflows
// Narrowing a lattice after a wider one buys nothing            -> PriceOfLooking.NarrowingBuysNothing
// A lattice's hash tells own definition and options             -> PriceOfLooking.HashOfALattice
// Lattices that overlap: what lies in another is free, what is new counts
//                                                               -> PriceOfLooking.LatticesThatOverlap
// Only where it is certain: samples, unknown choices, another own definition, later data
//                                                               -> PriceOfLooking.OverlapThatIsNotCertain
#include "rerate/study/price_of_looking.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <set>

namespace rerate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

PastTrial past(const std::string& hash, std::int64_t definitions = 1, int as_of = 0) {
  return {hash, kNone, 0, definitions, Date{as_of}};
}

TriedDefinition tried(const std::string& hash, std::int64_t definitions = 1) {
  TriedDefinition one;
  one.hash = hash;
  one.definitions = definitions;
  return one;
}

TEST(PriceOfLooking, AsOfADay) {
  const std::map<std::string, std::vector<PastTrial>> all{
      {"lows", {past("a", 1, 100), past("a", 1, 50), past("b", 1, 101), past("c", 1, 99)}},
      {"later", {past("d", 1, 200)}}};
  const auto counted = looked_at_by(Date{100}, all);
  ASSERT_EQ(counted.size(), 1u);
  const auto& lows = counted.at("lows");
  ASSERT_EQ(lows.size(), 2u);
  EXPECT_EQ(lows[0].hash, "a");
  EXPECT_EQ(lows[0].as_of, Date{100});
  EXPECT_EQ(lows[1].hash, "c");
  EXPECT_EQ(looked_at_by(Date{49}, all).size(), 0u);
  EXPECT_EQ(looked_at_by(Date{50}, all).at("lows").size(), 1u);
  EXPECT_EQ(looked_at_by(Date{200}, all).at("later").size(), 1u);
}

TEST(PriceOfLooking, CountsEachOnce) {
  const std::vector<PastTrial> before{past("a"), past("b"), past("a")};
  const std::vector<TriedDefinition> now{tried("b"), tried("c"), tried("c")};
  EXPECT_EQ(looks(before, now), 3);
  EXPECT_EQ(looks({}, now), 2);
  EXPECT_EQ(looks(before, {}), 2);
  EXPECT_EQ(looks({}, {}), 0);
}

TEST(PriceOfLooking, CountsALattice) {
  EXPECT_EQ(looks({}, std::vector{tried("own"), tried("lattice", 63)}), 63);
  EXPECT_EQ(looks(std::vector{past("own"), past("other"), past("wider", 100)},
                  std::vector{tried("own"), tried("lattice", 63)}),
            2 + 62 + 99);
  EXPECT_EQ(looks({}, std::vector{tried("a", 0)}), 1);
}

// Of `below` and `gap`, with so many options each, the first of them the study's own.
PastTrial overlapping(int below, int gap, std::int64_t definitions, const std::string& own = "own") {
  RememberedLattice lattice{own, {{"below", "below", {}, {}, 0, true}, {"gap", "gap", {}, {}, 0, true}}};
  for (int i = 0; i < below; ++i) lattice.choices[0].options.push_back(std::to_string(48 - i));
  for (int i = 0; i < gap; ++i) lattice.choices[1].options.push_back(std::to_string(1 + i));
  for (auto& choice : lattice.choices) choice.contents.resize(choice.options.size());
  lattice.run = lattice.counted = static_cast<std::uint64_t>(below * gap);
  auto one = past(lattice_hash(lattice), definitions);
  one.lattice = std::make_shared<RememberedLattice>(lattice);
  return one;
}

TEST(PriceOfLooking, LatticesThatOverlap) {
  const auto wide = overlapping(10, 10, 80), narrow = overlapping(5, 10, 45);
  EXPECT_EQ(looks(std::vector{past("own"), wide}, {}), 80);
  EXPECT_EQ(looks(std::vector{past("own"), wide, narrow}, {}), 80);
  EXPECT_EQ(looks(std::vector{narrow, wide, past("own")}, {}), 80);
  auto now = tried(narrow.hash, narrow.definitions);
  now.lattice = narrow.lattice;
  EXPECT_EQ(looks(std::vector{past("own"), wide}, std::vector{tried("own"), now}), 80);
  // What holds all of it tells more. Of 5 x 20 fifty combinations are new, of which no more than differ in it.
  EXPECT_EQ(looks(std::vector{past("own"), wide, overlapping(12, 10, 80)}, {}), 80);
  EXPECT_EQ(looks(std::vector{past("own"), wide, overlapping(12, 10, 100)}, {}), 100);
  EXPECT_EQ(looks(std::vector{past("own"), wide, overlapping(5, 20, 40)}, {}), 80 + 39);
  EXPECT_EQ(looks(std::vector{past("own"), wide, overlapping(5, 20, 70)}, {}), 80 + 50);
  EXPECT_EQ(looks(std::vector{past("own"), wide, overlapping(12, 10, 81), overlapping(12, 10, 81)}, {}), 81);
}

TEST(PriceOfLooking, OverlapThatIsNotCertain) {
  const auto wide = overlapping(10, 10, 80), narrow = overlapping(5, 10, 45);
  auto forgotten = narrow;
  forgotten.lattice = nullptr;
  EXPECT_EQ(looks(std::vector{past("own"), wide, forgotten}, {}), 80 + 44);
  EXPECT_EQ(looks(std::vector{past("own"), wide, past("other"), overlapping(5, 10, 45, "other")}, {}),
            80 + 1 + 44);
  // Of a sample it is not known which of the other's definitions it had, but not the other way round.
  auto sample = *wide.lattice;
  sample.run = sample.counted = 80;
  auto sampled = wide;
  sampled.lattice = std::make_shared<RememberedLattice>(sample);
  EXPECT_EQ(looks(std::vector{past("own"), sampled, narrow}, {}), 80 + 44);
  sample.run = 100;  // the different ones were counted in a sample, but all were run
  sampled.lattice = std::make_shared<RememberedLattice>(sample);
  EXPECT_EQ(looks(std::vector{past("own"), sampled, narrow}, {}), 100);
  auto part = *narrow.lattice;
  part.run = part.counted = 30;
  auto parted = narrow;
  parted.definitions = 29;
  parted.lattice = std::make_shared<RememberedLattice>(part);
  EXPECT_EQ(looks(std::vector{past("own"), wide, parted}, {}), 80);
  // Of one hash that of which most was run.
  EXPECT_EQ(looks(std::vector{past("own"), sampled, wide, narrow}, {}), 80);
  const auto counted = looked_at_by(Date{0}, {{"lows", {sampled, wide, forgotten, narrow}}}).at("lows");
  ASSERT_EQ(counted.size(), 2u);
  EXPECT_EQ(counted[0].lattice->run, 100u);
  EXPECT_TRUE(counted[1].lattice);
  // The part differs in more ways than the whole did earlier: what is new in the whole counts beside it.
  EXPECT_EQ(looks(std::vector{past("own"), overlapping(10, 10, 40), narrow}, {}), 45 + 39);
}

// As `rerate multiverse --parquet` runs lattices that are too large to be summed up whole.
PastTrial run_of_which_counted(std::uint64_t run, std::uint64_t counted, std::int64_t definitions) {
  auto one = overlapping(10, 10, definitions);
  auto lattice = *one.lattice;
  lattice.run = run;
  lattice.counted = counted;
  one.lattice = std::make_shared<RememberedLattice>(lattice);
  return one;
}

TEST(PriceOfLooking, CountedInASample) {
  const auto all = [](const PastTrial& one) { return looks(std::vector{past("own"), one}, {}); };
  EXPECT_EQ(all(run_of_which_counted(100, 60, 60)), 100);
  EXPECT_EQ(all(run_of_which_counted(100, 60, 50)), 90);
  EXPECT_EQ(all(run_of_which_counted(80, 60, 50)), 70);
  EXPECT_EQ(all(run_of_which_counted(100, 60, 1)), 41);
  EXPECT_EQ(all(run_of_which_counted(60, 60, 50)), 50);
  // Of an earlier day more were different than now; never more than were run.
  EXPECT_EQ(looks(std::vector{past("own"), run_of_which_counted(60, 60, 58)}, std::vector{[] {
                    auto now = tried(overlapping(10, 10, 1).hash, 50);
                    now.lattice = run_of_which_counted(70, 55, 50).lattice;
                    return now;
                  }()}),
            70);
  // No more than what is new beside a whole lattice.
  EXPECT_EQ(looks(std::vector{past("own"), run_of_which_counted(100, 60, 60), overlapping(12, 10, 120)}, {}),
            120);
}

TEST(PriceOfLooking, NeverOverflows) {
  constexpr auto kMany = std::int64_t{1} << 62;
  EXPECT_EQ(looks(std::vector{past("a", kMany), past("b", kMany), past("c", kMany)}, {}),
            std::numeric_limits<std::int64_t>::max());
  auto huge = run_of_which_counted(std::uint64_t{1} << 62, 1, kMany);
  EXPECT_EQ(looks(std::vector{past("own"), huge}, {}), 100);  // its combinations
}

TEST(PriceOfLooking, LookingAgainIsFree) {
  const std::vector<TriedDefinition> now{tried("own"), tried("lattice", 63)};
  EXPECT_EQ(looks(std::vector{past("lattice", 63), past("own")}, now), looks({}, now));
}

TEST(PriceOfLooking, Corrects) {
  EXPECT_DOUBLE_EQ(corrected_for(63, 0.0005), 0.0315);
  EXPECT_EQ(corrected_for(1, 0.4), 0.4);
  EXPECT_EQ(corrected_for(63, 0.02), 1);
  EXPECT_EQ(corrected_for(20, 0.05), 1);
  EXPECT_EQ(corrected_for(1'000'000'000'000, 0), 0);
  EXPECT_TRUE(std::isnan(corrected_for(63, kNone)));
}

TEST(PriceOfLooking, LargerOfOneLattice) {
  const std::map<std::string, std::vector<PastTrial>> all{
      {"lows", {past("a", 10, 50), past("a", 40, 60), past("a", 90, 70), past("b", 5, 50)}}};
  const auto counted = looked_at_by(Date{65}, all).at("lows");
  ASSERT_EQ(counted.size(), 2u);
  EXPECT_EQ(counted[0].definitions, 40);
  EXPECT_EQ(looks(counted, {}), 39 + 4);
  EXPECT_EQ(looks(counted, std::vector{tried("a", 30)}), 39 + 4);
  EXPECT_EQ(looks(counted, std::vector{tried("a", 60)}), 59 + 4);
}

TEST(PriceOfLooking, NarrowingBuysNothing) {
  EXPECT_EQ(corrected_for(1728, 0.47, 1728), 0.47);
  EXPECT_DOUBLE_EQ(corrected_for(60, 0.01, 20), 0.03);
  EXPECT_EQ(corrected_for(1340, 0.093, 22), 1);
  EXPECT_TRUE(std::isnan(corrected_for(60, kNone, 20)));
  // A definition alone pays for every look, whatever lattices they were.
  EXPECT_DOUBLE_EQ(corrected_for(60, 0.01, 1), corrected_for(60, 0.01));
  // Corrected within its lattice by Bonferroni first, it pays the same.
  EXPECT_DOUBLE_EQ(corrected_for(60, corrected_for(20, 0.001), 20), corrected_for(60, 0.001));
  EXPECT_EQ(corrected_for(60, corrected_for(20, 0.5), 20), 1);
}

SectionRequest section_with(const std::string& own, std::vector<LatticeChoice> choices) {
  SectionRequest section;
  section.definition_hash = own;
  auto made = std::make_shared<SectionChoices>();
  for (const auto& choice : choices) made->paths.push_back("episode." + choice.name);
  made->choices = std::move(choices);
  section.choices = std::move(made);
  return section;
}

TEST(PriceOfLooking, HashOfALattice) {
  const std::vector<LatticeChoice> choices{{"below", {"47", "48"}, 1, true}, {"gap", {"1", "3"}, 0, true}};
  const auto hash = lattice_hash(section_with("own", choices));
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(lattice_hash(section_with("own", choices)), hash);
  std::set<std::string> hashes{hash, lattice_hash(section_with("another", choices))};
  for (int change = 0; change < 4; ++change) {
    auto other = choices;
    if (change == 0) other[0].usual = 0;
    if (change == 1) other[1].options = {"1", "6"};
    if (change == 2) other[1].name = "n_in";
    if (change == 3) other[0].options = {"4748"}, other[0].usual = 0;
    hashes.insert(lattice_hash(section_with("own", other)));
  }
  EXPECT_EQ(hashes.size(), 6u);
  auto section = section_with("own", choices);
  auto contents = *section.choices;
  contents.contents = {{"", ""}, {"", ""}};
  section.choices = std::make_shared<SectionChoices>(contents);
  EXPECT_EQ(lattice_hash(section), hash);
  contents.contents[1][1] = "feed";
  section.choices = std::make_shared<SectionChoices>(contents);
  EXPECT_TRUE(hashes.insert(lattice_hash(section)).second);
}

TEST(PriceOfLooking, LeavesOutOwnLattices) {
  const std::vector<LatticeChoice> choices{{"k", {"3", "4"}, 1, true}, {"lag", {"0", "1"}, 0, true}};
  auto section = section_with("own", choices);
  section.id = "sectors";
  const std::map<std::string, std::vector<PastTrial>> all{
      {"sectors", {past("a"), past(lattice_hash(section), 4)}}};
  const auto left = [&](const SectionRequest& asked, std::optional<std::uint64_t> most) {
    auto looked_at = all;
    leave_out_own_lattices(looked_at, {asked}, most);
    return looked_at.at("sectors").size();
  };
  auto whole = all;
  leave_out_own_lattices(whole, {section}, {});
  ASSERT_EQ(whole.at("sectors").size(), 1u);
  EXPECT_EQ(whole.at("sectors")[0].hash, "a");
  EXPECT_EQ(left(section, 100), 1u);
  EXPECT_EQ(left(section, 2), 2u);  // more were looked at than this run will
  auto sampled = section;
  sampled.multiverse.most = 3;
  EXPECT_EQ(left(sampled, {}), 2u);
  auto streamed = all;
  streamed.at("sectors")[1].definitions = 2;
  streamed.at("sectors")[1].lattice = std::make_shared<RememberedLattice>(remembered_lattice(section, 4, 2));
  leave_out_own_lattices(streamed, {sampled}, {});
  EXPECT_EQ(streamed.at("sectors").size(), 2u);  // two were summed up, four run
  sampled.multiverse.most = 4;
  EXPECT_EQ(left(sampled, {}), 1u);
  auto without = section;
  without.choices = nullptr;
  EXPECT_EQ(left(without, {}), 2u);
  auto other = section;
  other.id = "other";
  EXPECT_EQ(left(other, {}), 2u);
}

}  // namespace
}  // namespace rerate
