// The same again adds nothing                                  -> RevisionMerge.IdenticalAddsNothing
// New periods are added and are no revisions                   -> RevisionMerge.NewPeriodsAreNoRevisions
// A changed figure becomes known today                         -> RevisionMerge.ChangedFigureIsKnownToday
// ... or on its own date when that is later                    -> RevisionMerge.NeverKnownBeforeItsOwnDate
// A second change of the same day overwrites the first         -> RevisionMerge.SameDayOverwrites
// A figure may go missing from today on, and come back         -> RevisionMerge.GoneAndBack
// A later known_at given by the batch stands                   -> RevisionMerge.LaterDateOfTheBatchStands
// Missing vintages are added between the others                -> RevisionMerge.AddsMissingVintages
// A differing last vintage is a revision, an earlier one stays -> RevisionMerge.DifferingVintages
// A changed release rule moves dates, earlier and later        -> RevisionMerge.ChangedRuleMovesDates
// After any imports the past is as it was                      -> RevisionMerge.PastStaysAndTodayIsTheBatch
#include "rerate/store/revision_merge.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "rerate/base/random_stream.h"
#include "rerate/store/as_of_series.h"
#include "rerate/store/store_fixture.h"

namespace rerate {

static bool operator==(const Observation& a, const Observation& b) {
  return a.ordinal == b.ordinal && a.known_at == b.known_at &&
         (a.value == b.value || (std::isnan(a.value) && std::isnan(b.value)));
}

static void PrintTo(const Observation& one, std::ostream* out) {
  *out << "{" << one.ordinal << ", " << one.known_at.days << ", " << one.value << "}";
}

namespace {

using History = std::vector<Observation>;

constexpr MergeRules kRule{.today = Date{100}, .dating = Dating::release_rule};
constexpr MergeRules kVintages{.today = Date{100}, .dating = Dating::vintages};
constexpr MergeRules kChangedRule{.today = Date{100}, .dating = Dating::changed_rule};

void expect_merged(const MergedHistory& merged, const History& expected, std::size_t added,
                   std::size_t revisions) {
  EXPECT_EQ(merged.observations, expected);
  EXPECT_EQ(merged.added, added);
  EXPECT_EQ(merged.revisions, revisions);
}

TEST(RevisionMerge, IdenticalAddsNothing) {
  const History history = {{1, Date{10}, 1.0}, {2, Date{20}, kNothing}, {3, Date{30}, 3.0}};
  for (const auto& rules : {kRule, kVintages, kChangedRule})
    expect_merged(merge_revisions(history, history, rules), history, 0, 0);
}

TEST(RevisionMerge, NewPeriodsAreNoRevisions) {
  const History stored = {{2, Date{20}, 2.0}};
  const History batch = {{1, Date{10}, 1.0}, {2, Date{20}, 2.0}, {3, Date{30}, 3.0}};
  expect_merged(merge_revisions(stored, batch, kRule), batch, 2, 0);
  expect_merged(merge_revisions({}, batch, kVintages), batch, 3, 0);
}

TEST(RevisionMerge, ChangedFigureIsKnownToday) {
  expect_merged(merge_revisions(History{{1, Date{10}, 1.0}}, History{{1, Date{10}, 1.5}}, kRule),
                {{1, Date{10}, 1.0}, {1, Date{100}, 1.5}}, 1, 1);
}

TEST(RevisionMerge, NeverKnownBeforeItsOwnDate) {
  expect_merged(merge_revisions(History{{1, Date{120}, 1.0}}, History{{1, Date{120}, 1.5}}, kRule),
                {{1, Date{120}, 1.5}}, 1, 1);
  expect_merged(
      merge_revisions(History{{1, Date{10}, 1.0}, {1, Date{150}, 2.0}}, History{{1, Date{10}, 3.0}}, kRule),
      {{1, Date{10}, 1.0}, {1, Date{150}, 3.0}}, 1, 1);
}

TEST(RevisionMerge, SameDayOverwrites) {
  const auto once = merge_revisions(History{{1, Date{10}, 1.0}}, History{{1, Date{10}, 1.5}}, kRule);
  expect_merged(merge_revisions(once.observations, History{{1, Date{10}, 1.7}}, kRule),
                {{1, Date{10}, 1.0}, {1, Date{100}, 1.7}}, 1, 1);
}

TEST(RevisionMerge, GoneAndBack) {
  const auto gone = merge_revisions(History{{1, Date{10}, 1.0}}, {}, kRule);
  expect_merged(gone, {{1, Date{10}, 1.0}, {1, Date{100}, kNothing}}, 1, 1);
  expect_merged(merge_revisions(gone.observations, {}, {.today = Date{110}}), gone.observations, 0, 0);
  expect_merged(merge_revisions(gone.observations, History{{1, Date{10}, 1.0}}, {.today = Date{120}}),
                {{1, Date{10}, 1.0}, {1, Date{100}, kNothing}, {1, Date{120}, 1.0}}, 1, 1);
}

TEST(RevisionMerge, LaterDateOfTheBatchStands) {
  expect_merged(merge_revisions(History{{1, Date{10}, 1.0}}, History{{1, Date{40}, 1.5}}, kRule),
                {{1, Date{10}, 1.0}, {1, Date{40}, 1.5}}, 1, 1);
  expect_merged(merge_revisions(History{{1, Date{10}, 1.0}}, History{{1, Date{40}, 1.0}}, kRule),
                {{1, Date{10}, 1.0}}, 0, 0);
}

TEST(RevisionMerge, AddsMissingVintages) {
  const History stored = {{1, Date{10}, 1.0}, {1, Date{30}, 3.0}};
  const History batch = {
      {1, Date{5}, 0.5}, {1, Date{10}, 1.0}, {1, Date{20}, 2.0}, {1, Date{30}, 3.0}, {1, Date{40}, 4.0}};
  // The one before the first changes nothing that was visible.
  expect_merged(merge_revisions(stored, batch, kVintages), batch, 3, 2);
}

TEST(RevisionMerge, DifferingVintages) {
  const History stored = {{1, Date{10}, 1.0}, {1, Date{30}, 3.0}};
  expect_merged(merge_revisions(stored, History{{1, Date{10}, 1.0}, {1, Date{30}, 3.5}}, kVintages),
                {{1, Date{10}, 1.0}, {1, Date{30}, 3.0}, {1, Date{100}, 3.5}}, 1, 1);
  expect_merged(merge_revisions(stored, History{{1, Date{10}, 1.5}, {1, Date{30}, 3.0}}, kVintages), stored,
                0, 0);
}

TEST(RevisionMerge, ChangedRuleMovesDates) {
  const History stored = {{1, Date{10}, 1.0}, {1, Date{50}, 2.0}};
  const auto earlier = merge_revisions(stored, History{{1, Date{5}, 2.0}}, kChangedRule);
  expect_merged(earlier, {{1, Date{5}, 1.0}, {1, Date{50}, 2.0}}, 0, 0);
  EXPECT_EQ(earlier.redated, 1u);
  const auto later = merge_revisions(stored, History{{1, Date{20}, 2.0}}, kChangedRule);
  expect_merged(later, {{1, Date{20}, 1.0}, {1, Date{50}, 2.0}}, 0, 0);
  // A rule later than a revision leaves only the revision: nothing was known before the rule's date.
  expect_merged(merge_revisions(stored, History{{1, Date{60}, 2.0}}, kChangedRule), {{1, Date{60}, 2.0}}, 0,
                0);
}

History random_batch(std::uint64_t round, std::uint64_t step) {
  const RandomStream random(round, step);
  History batch;
  for (std::int32_t ordinal = 0; ordinal < 12; ++ordinal)
    if (const auto draw = static_cast<std::uint64_t>(2 * ordinal); random.below(draw, 5) != 0)
      batch.push_back({ordinal, Date{10 * ordinal}, static_cast<double>(random.below(draw + 1, 3))});
  return batch;
}

TEST(RevisionMerge, PastStaysAndTodayIsTheBatch) {
  const SeriesType type{Frequency::monthly, Kind::rate, ""};
  for (std::uint64_t round = 0; round < 200; ++round) {
    History stored;
    for (std::uint64_t step = 0; step < 5; ++step) {
      const Date today{static_cast<int>(150 + 3 * step)};
      const auto batch = random_batch(round, step);
      const auto merged = merge_revisions(stored, batch, {.today = today}).observations;
      ASSERT_TRUE(std::is_sorted(merged.begin(), merged.end(), [](const auto& a, const auto& b) {
        return std::tie(a.ordinal, a.known_at) < std::tie(b.ordinal, b.known_at);
      }));
      const auto now = series_as_of(type, "x", merged, today);
      const auto wanted = series_as_of(type, "x", batch, kEndOfTime);
      ASSERT_EQ(now.ordinal, wanted.ordinal);
      for (std::size_t i = 0; i < now.size(); ++i)
        ASSERT_TRUE(now.value[i] == wanted.value[i] ||
                    (std::isnan(now.value[i]) && std::isnan(wanted.value[i])));
      // Every row that was stored is still there, whatever came since.
      for (const auto& row : stored) ASSERT_NE(std::find(merged.begin(), merged.end(), row), merged.end());
      stored = merged;
    }
  }
}

}  // namespace
}  // namespace rerate
