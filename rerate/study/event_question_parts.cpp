#include "rerate/study/event_question_parts.h"

#include <algorithm>

namespace rerate {
namespace {

using Question = EventDefinitionQuestion;
using Role = EventQuestionPart::Role;

bool same(const Threshold& a, const Threshold& b) { return a.level == b.level && a.inclusive == b.inclusive; }

bool same(const Exclusion& a, const Exclusion& b) { return a.date == b.date; }

const ThresholdRule& threshold(const Question& question) { return std::get<ThresholdRule>(question.rule); }
ThresholdRule& threshold(Question& question) {
  if (!std::holds_alternative<ThresholdRule>(question.rule)) question.rule = ThresholdRule{};
  return std::get<ThresholdRule>(question.rule);
}
const TurningPointRule& turning(const Question& question) {
  return std::get<TurningPointRule>(question.rule);
}
TurningPointRule& turning(Question& question) {
  if (!std::holds_alternative<TurningPointRule>(question.rule)) question.rule = TurningPointRule{};
  return std::get<TurningPointRule>(question.rule);
}

// A member of one kind of rule as a part.
template <auto Member>
constexpr EventQuestionPart of_threshold() {
  return {Role::rule,
          [](const Question& a, const Question& b) { return threshold(a).*Member == threshold(b).*Member; },
          [](Question& into, const Question& from) { threshold(into).*Member = threshold(from).*Member; }};
}
template <auto Member>
constexpr EventQuestionPart of_turning_point() {
  return {Role::rule,
          [](const Question& a, const Question& b) { return turning(a).*Member == turning(b).*Member; },
          [](Question& into, const Question& from) { turning(into).*Member = turning(from).*Member; }};
}
template <auto Member>
constexpr EventQuestionPart of_question(Role role) {
  return {role, [](const Question& a, const Question& b) { return a.*Member == b.*Member; },
          [](Question& into, const Question& from) { into.*Member = from.*Member; }};
}

bool same_thresholds(const ThresholdRule& a, const ThresholdRule& b) {
  return a.side == b.side && same(a.enter, b.enter) && same(a.leave, b.leave) &&
         a.enter_periods == b.enter_periods && a.leave_periods == b.leave_periods && a.gap == b.gap &&
         a.tie == b.tie;
}

bool same_turning_points(const TurningPointRule& a, const TurningPointRule& b) {
  return a.side == b.side && a.window == b.window && a.phase == b.phase && a.cycle == b.cycle &&
         a.level == b.level && a.amplitude == b.amplitude && a.tie == b.tie;
}

bool same_rules(const Question& a, const Question& b) {
  if (a.rule.index() != b.rule.index() || a.gap != b.gap) return false;
  if (std::holds_alternative<ThresholdRule>(a.rule)) return same_thresholds(threshold(a), threshold(b));
  if (std::holds_alternative<TurningPointRule>(a.rule)) return same_turning_points(turning(a), turning(b));
  return std::get<DatesByHand>(a.rule).dates == std::get<DatesByHand>(b.rule).dates;
}

// The levels are one part: which is above which decides whether they stand, and one may follow from the other.
// In the order in which neighbours share most: the last is to turn fastest.
const EventQuestionPart kThresholdParts[] = {
    {Role::rule,
     [](const Question& a, const Question& b) {
       const auto &x = threshold(a), &y = threshold(b);
       return x.side == y.side && same(x.enter, y.enter) && same(x.leave, y.leave);
     },
     [](Question& into, const Question& from) {
       auto& rule = threshold(into);
       rule.side = threshold(from).side;
       rule.enter = threshold(from).enter;
       rule.leave = threshold(from).leave;
     }},
    of_threshold<&ThresholdRule::enter_periods>(),
    of_threshold<&ThresholdRule::leave_periods>(),
    {Role::rule,
     [](const Question& a, const Question& b) {
       return threshold(a).gap == threshold(b).gap && a.gap == b.gap;
     },
     [](Question& into, const Question& from) {
       threshold(into).gap = threshold(from).gap;
       into.gap = from.gap;
     }},
    of_threshold<&ThresholdRule::tie>(),
};

const EventQuestionPart kTurningPointParts[] = {
    of_turning_point<&TurningPointRule::side>(),  of_turning_point<&TurningPointRule::window>(),
    of_turning_point<&TurningPointRule::phase>(), of_turning_point<&TurningPointRule::cycle>(),
    of_turning_point<&TurningPointRule::level>(), of_turning_point<&TurningPointRule::amplitude>(),
    of_turning_point<&TurningPointRule::tie>(),
};

const EventQuestionPart kWholeRule = {Role::rule, same_rules, [](Question& into, const Question& from) {
                                        into.rule = from.rule;
                                        into.gap = from.gap;
                                      }};

const EventQuestionPart kOtherParts[] = {
    of_question<&Question::anchor>(Role::anchor),
    of_question<&Question::signal>(Role::signal),
    {Role::market,
     [](const Question& a, const Question& b) { return a.asset == b.asset && a.benchmark == b.benchmark; },
     [](Question& into, const Question& from) {
       into.asset = from.asset;
       into.benchmark = from.benchmark;
     }},
    of_question<&Question::horizon>(Role::horizon),
    of_question<&Question::from>(Role::from),
    of_question<&Question::to>(Role::to),
    {Role::exclusions,
     [](const Question& a, const Question& b) {
       return std::ranges::equal(a.exclusions, b.exclusions,
                                 [](const Exclusion& x, const Exclusion& y) { return same(x, y); });
     },
     [](Question& into, const Question& from) { into.exclusions = from.exclusions; }},
};

}  // namespace

std::vector<EventQuestionPart> event_question_parts(std::optional<std::size_t> kind_of_rule) {
  std::vector<EventQuestionPart> parts;
  if (kind_of_rule == 0u)
    parts.assign(std::begin(kThresholdParts), std::end(kThresholdParts));
  else if (kind_of_rule == 1u)
    parts.assign(std::begin(kTurningPointParts), std::end(kTurningPointParts));
  else
    parts.push_back(kWholeRule);
  parts.insert(parts.end(), std::begin(kOtherParts), std::end(kOtherParts));
  return parts;
}

bool same_question(const EventDefinitionQuestion& a, const EventDefinitionQuestion& b) {
  return std::ranges::all_of(event_question_parts(std::nullopt),
                             [&](const EventQuestionPart& part) { return part.same(a, b); });
}

}  // namespace rerate
