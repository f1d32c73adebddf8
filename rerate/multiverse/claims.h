#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rerate/multiverse/lattice.h"
#include "rerate/statistics/fragility.h"

namespace rerate {

// Somebody published a number. Under which definition, if any, is it right? A claim is some named figures with what is said
// of them ("12 episodes, small led in 10"); a lattice of definitions gives those figures; a definition reproduces
// the claim when it gives all of them.
//
// A number counts as it is written: 32.2 stands for all that can be rounded to 32.2, 32.15 and 32.25 among them, as people
// round halves both ways. So with the unit u of its last written place, a figure x of a definition meets the claimed c
//   exactly          |x - c| <= u / 2
//   within rounding  |x - c| <= tolerance, at least u / 2: the author may have rounded on the way or seen other data
//   by a miss of     |x - c| / u - 1/2 units, and 0 when it meets it exactly
// A counted figure (12 episodes) has no halves: exactly is equal, the miss |x - c| / u. A set (false positives 1966 and
// 1998) is exact when every member claimed is found and every found one claimed; its miss is the count of those that are not.
// The joint miss of several figures is the root of the sum of their squares.
struct ClaimedNumber {
  double value = 0;
  int decimals = 0;      // as written: 1 of 32.2; u = 10^-decimals
  bool counted = false;  // a count of things
  double tolerance = 0;  // in the figure's own unit
};
// A number as written, "32.2", "-6" or "0.710", to be measured, with the usual tolerance of one u: half of it beyond exactly. Nothing
// when it is no plain decimal number, or has more than 12 decimals or 15 digits.
std::optional<ClaimedNumber> claimed_number(std::string_view text);
// The same for a number that was read already: the fewest decimals that read back as it.
std::optional<ClaimedNumber> claimed_number(double value);

// Years, months or days: "1966" stands for any date in it, "1966-09" for any in that month.
struct ClaimedMembers {
  std::vector<std::string> members;
};

struct ClaimedFigure {
  std::string name;  // "mean_return"
  std::variant<ClaimedNumber, ClaimedMembers> claimed;
};

struct Claim {
  std::vector<ClaimedFigure> figures;  // at least one
};

// What the definitions give for one figure: numbers, or sets as places among the different ones.
inline constexpr std::uint32_t kNoSet = static_cast<std::uint32_t>(-1);
struct FigureColumn {
  std::span<const double> numbers = {};                    // by definition; NaN: gives none
  std::span<const std::uint32_t> sets = {};                // by definition; kNoSet: gives none
  std::span<const std::vector<std::string>> members = {};  // of each set
};

enum class Match : std::uint8_t { none, within_rounding, exact };

// From best to worst. `other_rules`: the study's own definition does not reproduce it, another does, exactly or within rounding.
enum class Verdict : std::uint8_t { exact, within_rounding, other_rules, not_reproduced };
std::string_view in_words(Verdict verdict);  // "only under other rules"

struct FoundFigure {
  std::optional<double> number;
  std::optional<std::vector<std::string>> members;  // of a set; neither: the definition gives none
  Match match = Match::none;
  std::optional<double> miss;  // in units; nothing when it gives none
};

// One definition beside the claim.
struct FoundDefinition {
  std::uint64_t definition = 0;
  LatticeDistance distance;  // from the study's own: how natural it is
  std::string rule;          // what differs, in words
  Match match = Match::none;
  std::optional<double> miss;        // joint; nothing when a figure is not given
  std::vector<FoundFigure> figures;  // by claimed figure
};

// How a figure is spread over the definitions that give it.
struct FigureSpread {
  // Of a number, with the claimed one as headline: its percentile says how far out the claim lies. Nothing when fewer than two
  // definitions give it.
  std::optional<Fragility> numbers;
  // Of a set: how many different ones, and the share of the commonest (the first in alphabetical order of equals).
  std::size_t sets = 0;
  std::optional<std::vector<std::string>> commonest;
  double commonest_share = 0;
};

struct ClaimVerdict {
  Verdict verdict = Verdict::not_reproduced;
  FoundDefinition own;
  // Definitions other than the study's own that reproduce the claim, exactly or within rounding, nearest first; of equally near
  // ones the exact first, then by number. At most kMostTold.
  std::vector<FoundDefinition> others;
  // The least joint miss, of equals the nearest, then the smallest number. Nothing when no definition gives all figures.
  std::optional<FoundDefinition> best;
  std::size_t definitions = 0;                 // judged
  std::size_t complete = 0;                    // of them, that give all figures
  std::size_t exact = 0, within_rounding = 0;  // of them, that reproduce the claim so
  double reproducing = 0;                      // share of the complete ones, either way; NaN without any
  std::vector<FigureSpread> spread;            // by claimed figure
};
inline constexpr std::size_t kMostTold = 5;

// `definitions` ascending with the study's own among them, columns[i] of claim.figures[i] beside them. O(definitions x
// (figures + choices)) and O(definitions) memory for the spread.
// Asserts the shapes, and that no number is infinite.
ClaimVerdict judge(const Claim& claim, const Lattice& lattice, std::span<const std::uint64_t> definitions,
                   std::span<const FigureColumn> columns);

// A line of the table `claims`. `found` and `rule` are the study's own when it reproduces the claim, else the nearest other that
// does, else the best.
struct ClaimLine {
  std::string claimed;  // "episodes 12, led 10"
  std::string found;    // "episodes 18, led 12", with the decimals of the claim
  std::string verdict;  // in_words
  std::string rule;     // "as in the study", "until 51 instead of 50"
  std::string miss;     // "exact", "within 0.5, not exact", "led off by 2, false positives: 1998 missing"
  std::size_t definitions = 0;  // that were judged
  std::size_t reproducing = 0;  // of them, either way
  std::size_t exactly = 0;      // of these
};
ClaimLine claim_line(const Claim& claim, const ClaimVerdict& verdict);

}  // namespace rerate
