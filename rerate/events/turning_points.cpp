#include "rerate/events/turning_points.h"

#include <algorithm>
#include <deque>

namespace rerate {
namespace {

struct TurningPoint {
  std::size_t at;
  double height;  // x for crests, -x for troughs: larger is more extreme
  bool crest;
};

// Does `later` take the place of `earlier`, of the same kind?
bool surpasses(const TurningPoint& later, const TurningPoint& earlier, Tie tie) {
  return later.height > earlier.height || (later.height == earlier.height && tie == Tie::last);
}

// Extreme within `window` on either side. Looks outwards on both sides at once, so that together all calls
// take O(T log T) steps: the shorter side decides.
bool is_local_extreme(std::span<const double> x, std::size_t at, std::size_t window, double sign, Tie tie) {
  for (std::size_t k = 1; k <= window; ++k) {
    const double before = sign * x[at - k], after = sign * x[at + k], here = sign * x[at];
    if (before > here || after > here) return false;
    if (tie == Tie::first ? before == here : after == here) return false;
  }
  return true;
}

std::vector<TurningPoint> candidates(std::span<const double> x, const TurningPointRule& rule) {
  std::vector<TurningPoint> found;
  const auto window = static_cast<std::size_t>(rule.window);
  for (std::size_t t = window; t + window < x.size(); ++t)
    for (const bool crest : {true, false})
      if (is_local_extreme(x, t, window, crest ? 1 : -1, rule.tie))
        found.push_back({t, crest ? x[t] : -x[t], crest});
  return found;
}

// The list that the header describes. `back(0)` is the latest.
class Alternation {
 public:
  explicit Alternation(const TurningPointRule& rule)
      : phase_(static_cast<std::size_t>(rule.phase)),
        cycle_(static_cast<std::size_t>(rule.cycle)),
        tie_(rule.tie) {}

  void take(const TurningPoint& next) {
    while (!settled(next)) continue;
  }
  const std::vector<TurningPoint>& list() const { return list_; }

 private:
  const TurningPoint& back(std::size_t steps) const { return list_[list_.size() - 1 - steps]; }

  // One conflict at a time; true when `next` has been added or dropped.
  bool settled(const TurningPoint& next) {
    if (!list_.empty() && back(0).crest == next.crest) return meet_own_kind(next);
    if (list_.size() >= 2 && next.at - back(1).at < cycle_) return shorten_cycle(next);
    if (!list_.empty() && next.at - back(0).at < phase_) return shorten_phase(next);
    list_.push_back(next);
    return true;
  }

  bool meet_own_kind(const TurningPoint& next) {
    if (!surpasses(next, back(0), tie_)) return true;
    list_.pop_back();
    return false;
  }

  bool shorten_cycle(const TurningPoint& next) {
    if (!surpasses(next, back(1), tie_)) return true;
    const auto opposite = back(0);
    list_.resize(list_.size() - 2);
    if (list_.empty()) {
      list_.push_back(opposite);
    } else if (surpasses(opposite, back(0), tie_)) {
      list_.back() = opposite;
    }
    return false;
  }

  bool shorten_phase(const TurningPoint& next) {
    if (list_.size() < 2 || !surpasses(next, back(1), tie_)) return true;
    if (list_.size() >= 3 && surpasses(back(0), back(2), tie_)) return true;
    list_.resize(list_.size() - 2);
    return false;
  }

  std::size_t phase_, cycle_;
  Tie tie_;
  std::vector<TurningPoint> list_;
};

// For summits of `y`, given in order: the first later observation by which y had fallen `amplitude` below the
// summit, unless the summit was surpassed before. Summits still waiting are higher the earlier they are (a
// higher later one has surpassed the earlier), so each observation only touches the ends of the queue. O(T).
std::vector<std::optional<std::size_t>> fallen_by(std::span<const double> y,
                                                  std::span<const std::size_t> summits, double amplitude,
                                                  bool equal_surpasses) {
  std::vector<std::optional<std::size_t>> reached(summits.size());
  std::deque<std::size_t> waiting;
  std::size_t next = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const auto height = [&](std::size_t summit) { return y[summits[summit]]; };
    while (!waiting.empty() &&
           (height(waiting.back()) < y[t] || (equal_surpasses && height(waiting.back()) == y[t])))
      waiting.pop_back();
    while (!waiting.empty() && height(waiting.front()) - y[t] >= amplitude) {
      reached[waiting.front()] = t;
      waiting.pop_front();
    }
    if (next < summits.size() && summits[next] == t) waiting.push_back(next++);
  }
  return reached;
}

// Which summits rose by `amplitude` from what went before: the same, seen backwards.
std::vector<bool> risen_by(std::vector<double> y, std::vector<std::size_t> summits, double amplitude,
                           bool equal_surpasses) {
  std::reverse(y.begin(), y.end());
  std::reverse(summits.begin(), summits.end());
  for (auto& summit : summits) summit = y.size() - 1 - summit;
  const auto reached = fallen_by(y, summits, amplitude, equal_surpasses);
  std::vector<bool> risen;
  for (auto one = reached.rbegin(); one != reached.rend(); ++one) risen.push_back(one->has_value());
  return risen;
}

struct Confirmed {
  std::size_t at, confirm;
};

// The points of the rule's side that its amplitude keeps, and the observations that confirm them.
std::vector<Confirmed> confirmed(std::span<const double> x, const std::vector<TurningPoint>& points,
                                 const TurningPointRule& rule) {
  const bool crests = rule.side == Side::above;
  std::vector<std::size_t> summits;
  for (const auto& point : points)
    if (point.crest == crests) summits.push_back(point.at);
  std::vector<Confirmed> result;
  const auto window = static_cast<std::size_t>(rule.window);
  if (!rule.amplitude) {
    for (const auto at : summits) result.push_back({at, at + window});
    return result;
  }
  std::vector<double> y(x.begin(), x.end());
  for (double& value : y) value *= crests ? 1 : -1;
  const auto risen = risen_by(y, summits, *rule.amplitude, rule.tie == Tie::first);
  const auto fallen = fallen_by(y, summits, *rule.amplitude, rule.tie == Tie::last);
  for (std::size_t i = 0; i < summits.size(); ++i)
    if (risen[i] && fallen[i]) result.push_back({summits[i], std::max(summits[i] + window, *fallen[i])});
  return result;
}

bool reaches_level(double value, const TurningPointRule& rule) {
  if (!rule.level) return true;
  return rule.side == Side::above ? value >= *rule.level : value <= *rule.level;
}

}  // namespace

std::vector<Episode> turning_points(std::span<const double> x, const TurningPointRule& rule) {
  Alternation alternation(rule);
  for (const auto& candidate : candidates(x, rule)) alternation.take(candidate);
  std::vector<Episode> episodes;
  for (const auto& point : confirmed(x, alternation.list(), rule)) {
    if (!reaches_level(x[point.at], rule)) continue;
    Episode episode;
    episode.start = episode.extreme = point.at;
    episode.extreme_value = x[point.at];
    episode.end = point.at;
    episode.confirm = point.confirm;
    episodes.push_back(episode);
  }
  return episodes;
}

}  // namespace rerate
