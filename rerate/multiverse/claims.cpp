#include "rerate/multiverse/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <set>

#include "rerate/base/error.h"
#include "rerate/base/number_text.h"
#include "rerate/multiverse/lattice_values.h"

namespace rerate {
namespace {

constexpr int kMostDecimals = 12;
constexpr double kMostUnits = 1e15;  // beyond, a double cannot tell the last place

double unit_of(int decimals) {
  double power = 1;
  for (int i = 0; i < decimals; ++i) power *= 10;
  return 1 / power;
}

// How well one figure is met.
struct Met {
  Match match = Match::none;
  double miss = 0;
  bool given = false;
};

// A claimed number made ready for many comparisons.
struct NumberGauge {
  double value, unit, exactly, within;
  bool counted;

  explicit NumberGauge(const ClaimedNumber& claimed)
      : value(claimed.value), unit(unit_of(claimed.decimals)), counted(claimed.counted) {
    // A half that binary numbers cannot hold is still a half.
    const double slack = 1e-9 * unit + 4 * std::numeric_limits<double>::epsilon() * std::fabs(value);
    const double half = counted ? 0 : unit / 2;
    exactly = half + slack;
    within = std::max(claimed.tolerance, half) + slack;
  }

  Met met(double found) const {
    RERATE_ASSERT(!std::isinf(found), "the figure of a definition must be finite");
    if (std::isnan(found)) return {};
    const double off = std::fabs(found - value);
    if (off <= exactly) return {Match::exact, 0, true};
    return {off <= within ? Match::within_rounding : Match::none, off / unit - (counted ? 0 : 0.5), true};
  }
};

bool stands_for(const std::string& claimed, const std::string& found) {
  return found.starts_with(claimed) && (found.size() == claimed.size() || found[claimed.size()] == '-');
}

struct SetDifference {
  std::set<std::string> missing, unclaimed;
};

SetDifference difference(const std::vector<std::string>& claimed, const std::vector<std::string>& found) {
  SetDifference parts;
  for (const auto& one : claimed)
    if (std::none_of(found.begin(), found.end(), [&](const auto& other) { return stands_for(one, other); }))
      parts.missing.insert(one);
  for (const auto& one : found)
    if (std::none_of(claimed.begin(), claimed.end(),
                     [&](const auto& other) { return stands_for(other, one); }))
      parts.unclaimed.insert(one);
  return parts;
}

Met met(const ClaimedMembers& claimed, const std::vector<std::string>& found) {
  const auto parts = difference(claimed.members, found);
  const auto miss = parts.missing.size() + parts.unclaimed.size();
  return {miss == 0 ? Match::exact : Match::none, static_cast<double>(miss), true};
}

// One claimed figure against its column.
class FigureJudge {
 public:
  FigureJudge(const ClaimedFigure& figure, const FigureColumn& column, std::size_t definitions)
      : column_(column) {
    if (const auto* number = std::get_if<ClaimedNumber>(&figure.claimed)) {
      RERATE_ASSERT(column.numbers.size() == definitions, "a number for each definition");
      RERATE_ASSERT(
          std::isfinite(number->value) && number->decimals >= 0 && number->decimals <= kMostDecimals,
          "a claimed number with its decimals");
      RERATE_ASSERT(number->tolerance >= 0, "a tolerance is not negative");
      gauge_.emplace(*number);
      return;
    }
    RERATE_ASSERT(column.sets.size() == definitions, "a set for each definition");
    // Each different set is compared once, however many definitions give it.
    for (const auto& members : column.members)
      of_set_.push_back(met(std::get<ClaimedMembers>(figure.claimed), members));
  }

  Met at(std::size_t place) const {
    if (gauge_) return gauge_->met(column_.numbers[place]);
    const auto set = column_.sets[place];
    if (set == kNoSet) return {};
    RERATE_ASSERT(set < of_set_.size(), "a set that is not among the members");
    return of_set_[set];
  }

  FoundFigure found(std::size_t place) const {
    const auto how = at(place);
    FoundFigure figure;
    if (!how.given) return figure;
    figure.match = how.match;
    figure.miss = how.miss;
    if (gauge_)
      figure.number = column_.numbers[place];
    else
      figure.members = column_.members[column_.sets[place]];
    return figure;
  }

 private:
  const FigureColumn& column_;
  std::optional<NumberGauge> gauge_;
  std::vector<Met> of_set_;
};

Met joint(const std::vector<FigureJudge>& judges, std::size_t place) {
  Met all{Match::exact, 0, true};
  double squares = 0;
  for (const auto& judge : judges) {
    const auto one = judge.at(place);
    if (!one.given) return {};
    all.match = std::min(all.match, one.match);
    squares += one.miss * one.miss;
  }
  all.miss = judges.size() == 1 ? judges.front().at(place).miss : std::sqrt(squares);
  return all;
}

struct Candidate {
  std::size_t place;
  LatticeDistance distance;
  Match match;
  bool operator<(const Candidate& other) const {
    if (!(distance == other.distance)) return distance < other.distance;
    return match == other.match ? place < other.place : match > other.match;
  }
};

// The nearest few of those met so far.
void keep(std::vector<Candidate>& nearest, const Candidate& candidate) {
  if (nearest.size() == kMostTold && !(candidate < nearest.back())) return;
  nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), candidate), candidate);
  if (nearest.size() > kMostTold) nearest.pop_back();
}

struct Search {
  std::vector<Candidate> reproducing;  // the nearest few
  std::optional<Candidate> best;
  double best_miss = 0;
};

void consider(const Met& met, const Candidate& candidate, Search& search) {
  if (!search.best || met.miss < search.best_miss ||
      (met.miss == search.best_miss && candidate < *search.best)) {
    search.best = candidate;
    search.best_miss = met.miss;
  }
}

Search search_all(const std::vector<FigureJudge>& judges, const Lattice& lattice,
                  std::span<const std::uint64_t> definitions, std::size_t own, ClaimVerdict& verdict) {
  Search search;
  for (std::size_t place = 0; place < definitions.size(); ++place) {
    const auto met = joint(judges, place);
    if (!met.given) continue;
    ++verdict.complete;
    verdict.exact += met.match == Match::exact;
    verdict.within_rounding += met.match == Match::within_rounding;
    const bool hopeless = met.match == Match::none && search.best && met.miss > search.best_miss;
    if (hopeless) continue;
    const Candidate candidate{place, lattice.distance(definitions[place]), met.match};
    consider(met, candidate, search);
    if (place != own && met.match != Match::none) keep(search.reproducing, candidate);
  }
  return search;
}

FoundDefinition found_at(std::size_t place, const std::vector<FigureJudge>& judges, const Lattice& lattice,
                         std::span<const std::uint64_t> definitions) {
  FoundDefinition found;
  found.definition = definitions[place];
  found.distance = lattice.distance(found.definition);
  found.rule = lattice.difference(found.definition);
  const auto met = joint(judges, place);
  found.match = met.match;
  if (met.given) found.miss = met.miss;
  for (const auto& judge : judges) found.figures.push_back(judge.found(place));
  return found;
}

FigureSpread spread_of_sets(const FigureColumn& column) {
  // Sets that read alike are one, whatever their places.
  std::map<std::vector<std::string>, std::size_t> counts;
  std::vector<std::size_t> of_set(column.members.size(), 0);
  std::size_t given = 0;
  for (const auto set : column.sets)
    if (set != kNoSet) ++of_set[set], ++given;
  for (std::size_t set = 0; set < of_set.size(); ++set)
    if (of_set[set] > 0) counts[column.members[set]] += of_set[set];
  FigureSpread spread;
  spread.sets = counts.size();
  std::size_t most = 0;
  for (const auto& [members, count] : counts) {
    if (count <= most) continue;
    most = count;
    spread.commonest = members;
  }
  if (given > 0) spread.commonest_share = static_cast<double>(most) / static_cast<double>(given);
  return spread;
}

FigureSpread spread_of(const ClaimedFigure& figure, const FigureColumn& column) {
  const auto* number = std::get_if<ClaimedNumber>(&figure.claimed);
  if (!number) return spread_of_sets(column);
  FigureSpread spread;
  spread.numbers = fragility(column.numbers, {}, number->value);
  return spread;
}

Verdict verdict_of(const ClaimVerdict& judged) {
  if (judged.own.match == Match::exact) return Verdict::exact;
  if (judged.own.match == Match::within_rounding) return Verdict::within_rounding;
  return judged.exact + judged.within_rounding > 0 ? Verdict::other_rules : Verdict::not_reproduced;
}

std::string label(const ClaimedFigure& figure) {
  auto text = figure.name;
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

// "none", "a", "a and b", "a, b and c".
template <typename Members>
std::string listed(const Members& members) {
  if (members.empty()) return "none";
  const auto last = std::prev(members.end());
  auto text = fmt::format("{}", fmt::join(members.begin(), last, ", "));
  return text.empty() ? *last : fmt::format("{} and {}", text, *last);
}

std::string claimed_text(const ClaimedFigure& figure) {
  if (const auto* number = std::get_if<ClaimedNumber>(&figure.claimed))
    return fixed(number->value, number->decimals);
  return listed(std::get<ClaimedMembers>(figure.claimed).members);
}

// With these decimals, or all when that would read like what it is not.
std::string told_apart(double value, int decimals, const std::string& other) {
  const auto text = fixed(value, decimals);
  return text == other ? shortest(value) : text;
}

// Decimals with which a figure that misses the claim is told: those of the claim and of its tolerance, or the first with which what
// is read misses it, too.
int decimals_apart(const ClaimedNumber& claimed, double found) {
  constexpr int kMostFurther = 4;
  const double within = NumberGauge(claimed).within, off = std::fabs(found - claimed.value);
  const auto written = [](double value, int decimals) {
    return parse_number(fixed(value, decimals)).value_or(value);
  };
  const auto tolerance = claimed_number(claimed.tolerance);
  const int last = claimed.decimals + kMostFurther;
  int decimals = std::clamp(tolerance ? tolerance->decimals : 0, claimed.decimals, last);
  const auto misses = [&] {
    return std::fabs(written(found, decimals) - claimed.value) > within && written(off, decimals) > within;
  };
  while (decimals < last && !misses()) ++decimals;
  return decimals;
}

std::string found_text(const ClaimedFigure& figure, const FoundFigure& found) {
  if (found.members) return listed(*found.members);
  if (!found.number) return "not given";
  // A half that rounds the other way is not shown as a difference that it is not.
  if (found.match == Match::exact) return claimed_text(figure);
  const auto& number = std::get<ClaimedNumber>(figure.claimed);
  const int decimals = found.match == Match::none ? decimals_apart(number, *found.number) : number.decimals;
  return told_apart(*found.number, decimals, claimed_text(figure));
}

std::string miss_of_set(const ClaimedMembers& claimed, const std::vector<std::string>& found) {
  const auto parts = difference(claimed.members, found);
  std::string text;
  if (!parts.missing.empty()) text += fmt::format("{} missing", listed(parts.missing));
  if (!parts.unclaimed.empty())
    text += fmt::format("{}{} not claimed", text.empty() ? "" : "; ", listed(parts.unclaimed));
  return text;
}

std::string miss_of(const ClaimedFigure& figure, const FoundFigure& found) {
  if (!found.miss) return label(figure) + " not given";
  if (found.members)
    return fmt::format("{}: {}", label(figure),
                       miss_of_set(std::get<ClaimedMembers>(figure.claimed), *found.members));
  const auto& number = std::get<ClaimedNumber>(figure.claimed);
  const int decimals = decimals_apart(number, *found.number);
  return fmt::format("{} off by {}", label(figure),
                     told_apart(std::fabs(*found.number - number.value), decimals, fixed(0, decimals)));
}

std::string miss_in_words(const Claim& claim, const FoundDefinition& found) {
  if (found.match == Match::exact) return "exact";
  std::string misses;
  double tolerance = 0;
  for (std::size_t i = 0; i < claim.figures.size(); ++i) {
    const auto& figure = found.figures[i];
    if (figure.match == Match::exact) continue;
    if (figure.match == Match::within_rounding)
      tolerance = std::max(tolerance, std::get<ClaimedNumber>(claim.figures[i].claimed).tolerance);
    else
      misses += (misses.empty() ? "" : ", ") + miss_of(claim.figures[i], figure);
  }
  return misses.empty() ? fmt::format("within {}, not exact", shortest(tolerance)) : misses;
}

}  // namespace

std::optional<ClaimedNumber> claimed_number(std::string_view text) {
  if (text.find_first_not_of("+-.0123456789") != std::string_view::npos) return std::nullopt;
  const auto value = parse_number(text);
  if (!value) return std::nullopt;
  const auto point = text.find('.');
  const auto decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
  if (decimals > kMostDecimals) return std::nullopt;
  ClaimedNumber number{*value, static_cast<int>(decimals)};
  number.tolerance = unit_of(number.decimals);
  if (std::fabs(*value) >= kMostUnits * number.tolerance) return std::nullopt;
  return number;
}

std::optional<ClaimedNumber> claimed_number(double value) {
  if (!(std::fabs(value) < kMostUnits)) return std::nullopt;
  for (int decimals = 0; decimals <= kMostDecimals; ++decimals) {
    const auto text = fixed(value, decimals);
    if (parse_number(text) == value) return claimed_number(text);
  }
  return std::nullopt;
}

std::string_view in_words(Verdict verdict) {
  switch (verdict) {
    case Verdict::exact: return "exact";
    case Verdict::within_rounding: return "within rounding";
    case Verdict::other_rules: return "only under other rules";
    case Verdict::not_reproduced: return "not reproduced";
  }
  RERATE_ASSERT(false, "an unknown verdict");
}

ClaimVerdict judge(const Claim& claim, const Lattice& lattice, std::span<const std::uint64_t> definitions,
                   std::span<const FigureColumn> columns) {
  RERATE_ASSERT(!claim.figures.empty() && columns.size() == claim.figures.size(),
                "a column for each claimed figure, and a figure at least");
  const auto own = own_place(lattice, definitions);
  std::vector<FigureJudge> judges;
  for (std::size_t i = 0; i < columns.size(); ++i)
    judges.emplace_back(claim.figures[i], columns[i], definitions.size());

  ClaimVerdict verdict;
  verdict.definitions = definitions.size();
  const auto search = search_all(judges, lattice, definitions, own, verdict);
  verdict.own = found_at(own, judges, lattice, definitions);
  for (const auto& other : search.reproducing)
    verdict.others.push_back(found_at(other.place, judges, lattice, definitions));
  if (search.best) verdict.best = found_at(search.best->place, judges, lattice, definitions);
  verdict.reproducing =
      static_cast<double>(verdict.exact + verdict.within_rounding) / static_cast<double>(verdict.complete);
  if (verdict.complete == 0) verdict.reproducing = std::numeric_limits<double>::quiet_NaN();
  verdict.verdict = verdict_of(verdict);
  for (std::size_t i = 0; i < columns.size(); ++i)
    verdict.spread.push_back(spread_of(claim.figures[i], columns[i]));
  return verdict;
}

ClaimLine claim_line(const Claim& claim, const ClaimVerdict& verdict) {
  const FoundDefinition* shown = &verdict.own;
  if (verdict.verdict == Verdict::other_rules)
    shown = &verdict.others.front();
  else if (verdict.verdict == Verdict::not_reproduced && verdict.best)
    shown = &*verdict.best;
  ClaimLine line;
  for (std::size_t i = 0; i < claim.figures.size(); ++i) {
    const auto& figure = claim.figures[i];
    const std::string_view comma = i == 0 ? "" : ", ";
    line.claimed += fmt::format("{}{} {}", comma, label(figure), claimed_text(figure));
    line.found += fmt::format("{}{} {}", comma, label(figure), found_text(figure, shown->figures[i]));
  }
  line.verdict = in_words(verdict.verdict);
  line.rule = shown->rule;
  line.miss = miss_in_words(claim, *shown);
  line.definitions = verdict.definitions;
  line.reproducing = verdict.exact + verdict.within_rounding;
  line.exactly = verdict.exact;
  return line;
}

}  // namespace rerate
