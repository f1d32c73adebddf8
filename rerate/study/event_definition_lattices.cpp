#include "rerate/study/event_definition_lattices.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/events/price_grid.h"
#include "rerate/events/question_types.h"
#include "rerate/multiverse/interned_spans.h"
#include "rerate/study/gap.h"

namespace rerate {
namespace {

using Questions = EventDefinitionQuestions;
using Role = EventQuestionPart::Role;

constexpr std::uint32_t kNone = Questions::kNone;

template <class Work>
bool stands(Work&& work) {
  try {
    work();
    return true;
  } catch (const UserError&) {
    return false;
  }
}

// Each role but the rule has one part.
struct RoleParts {
  std::array<std::size_t, 8> of{};
  std::vector<std::size_t> rule;

  explicit RoleParts(const std::vector<EventQuestionPart>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (parts[i].role == Role::rule)
        rule.push_back(i);
      else
        of[static_cast<std::size_t>(parts[i].role)] = i;
  }
  std::size_t operator[](Role role) const { return of[static_cast<std::size_t>(role)]; }
};

// Which values of parts may stand together, looked up once.
class Compatible {
 public:
  Compatible(const Questions& questions, const RoleParts& roles, const SectionContext& context)
      : questions_(questions), roles_(roles), context_(context) {
    for (const auto& value : questions.values(roles[Role::signal])) signals_.push_back(known(value.signal));
    for (const auto& value : questions.values(roles[Role::market])) {
      markets_.push_back({known(value.asset), value.benchmark ? known(*value.benchmark) : nullptr});
      if (value.benchmark && !markets_.back().benchmark) markets_.back().asset = nullptr;
    }
  }

  const Series& signal(std::uint32_t value) const { return *signals_[value]; }
  const LatticeMarket& market(std::uint32_t value) const { return markets_[value]; }

  bool operator()(std::uint32_t signal, std::uint32_t market, std::uint32_t horizon, std::uint32_t to) {
    const auto key = std::tuple(signal, market, horizon, to);
    if (last_ && std::get<0>(*last_) == key) return std::get<1>(*last_);
    const auto [at, fresh] = known_.emplace(key, false);
    if (fresh) at->second = types_stand(signal, market, horizon) && prices_stand(market, to);
    last_.emplace(key, at->second);
    return at->second;
  }

 private:
  // Null: of an option that has no value yet.
  const Series* known(const std::string& formula) const {
    const Series* series = nullptr;
    stands([&] { series = &context_.input(SeriesUse{"", formula, {}}).series; });
    return series;
  }

  bool types_stand(std::uint32_t signal, std::uint32_t market, std::uint32_t horizon) const {
    const auto typed = [](const Series& one) { return TypedSeries{one.name, one.type}; };
    const auto& prices = markets_[market];
    if (!signals_[signal] || !prices.asset) return false;
    const auto benchmark = prices.benchmark ? typed(*prices.benchmark) : TypedSeries{};
    EventStudyQuestion question;
    question.horizon = questions_.values(roles_[Role::horizon])[horizon].horizon;
    return stands([&] {
      check_question_types(typed(*signals_[signal]), typed(*prices.asset),
                           prices.benchmark ? &benchmark : nullptr, question);
    });
  }

  bool prices_stand(std::uint32_t market, std::uint32_t to) {
    const auto [at, fresh] = priced_.emplace(std::pair(market, to), false);
    if (fresh)
      at->second = stands([&] {
        common_prices(*markets_[market].asset, markets_[market].benchmark,
                      questions_.values(roles_[Role::to])[to].to);
      });
    return at->second;
  }

  const Questions& questions_;
  const RoleParts& roles_;
  const SectionContext& context_;
  std::vector<const Series*> signals_;
  std::vector<LatticeMarket> markets_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>, bool> known_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> priced_;
  std::optional<std::pair<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>, bool>>
      last_;
};

// Values that a part uses, numbered in the order in which they came.
class UsedValues {
 public:
  std::uint32_t operator()(std::uint32_t value) {
    if (value >= number_.size()) number_.resize(value + 1, kNone);
    if (number_[value] == kNone) {
      number_[value] = static_cast<std::uint32_t>(used_.size());
      used_.push_back(value);
    }
    return number_[value];
  }
  const std::vector<std::uint32_t>& used() const { return used_; }

 private:
  std::vector<std::uint32_t> number_, used_;
};

using PlacedDefinition = std::pair<EventDefinition, std::uint32_t>;

// One event lattice while its definitions are gathered.
struct Gathered {
  std::uint32_t exclusions = 0, to = 0;
  Frequency frequency = Frequency::monthly;
  bool to_come = false;
  UsedValues signals, markets, horizons, from, anchors;
  InternedSpans rules;  // places among the values of the rule's parts
  std::vector<PlacedDefinition> definitions;
};

class Gathering {
 public:
  Gathering(const Questions& questions, const Lattice& lattice, std::span<const std::uint64_t> definitions,
            const SectionContext& context)
      : questions_(questions),
        lattice_(lattice),
        definitions_(definitions),
        context_(context),
        roles_(questions.parts()),
        compatible_(questions, roles_, context) {
    const auto count = [&](Role role) { return static_cast<double>(questions.values(roles_[role]).size()); };
    split_signals_ = count(Role::signal) * static_cast<double>(definitions.size()) > kMostPairs;
    split_outcomes_ =
        count(Role::signal) * count(Role::market) * count(Role::horizon) * count(Role::from) > kMostOutcomes;
  }

  std::vector<EventDefinitionLattices::Part> run(const QuestionPlaces& places, bool others) {
    constexpr std::size_t kAtOnce = 65'536;
    for (std::size_t begin = 0; begin < definitions_.size(); begin += kAtOnce)
      gather(begin, std::min(definitions_.size(), begin + kAtOnce));
    std::vector<EventDefinitionLattices::Part> parts;
    for (auto& [key, one] : gathered_) parts.push_back(finished(std::move(one), places, others));
    return parts;
  }

 private:
  // Above these an event lattice would be too large: signals, or markets, horizons and first dates, have one for each.
  static constexpr double kMostPairs = static_cast<double>(EventLattice::kMostRules), kMostOutcomes = 1e6;
  // exclusions, to, frequency; market and horizon of a window that ends at the newest price; and what is split
  using Key = std::array<std::uint32_t, 7>;

  void gather(std::size_t begin, std::size_t end) {
    constexpr std::size_t kBatch = 4'096;
    const auto parts = questions_.parts().size();
    values_.resize((end - begin) * parts);
    parallel_for((end - begin + kBatch - 1) / kBatch, [&](std::size_t batch) {
      std::vector<std::uint32_t> options(lattice_.choices().size());
      for (auto i = begin + batch * kBatch; i < std::min(end, begin + (batch + 1) * kBatch); ++i) {
        lattice_.options(definitions_[i], options);
        auto* values = values_.data() + (i - begin) * parts;
        const bool none = questions_.contradicts(options);
        for (std::size_t part = 0; part < parts; ++part)
          values[part] = none ? kNone : questions_.value(part, options);
      }
    });
    for (auto i = begin; i < end; ++i)
      add(static_cast<std::uint32_t>(i), std::span(values_).subspan((i - begin) * parts, parts));
  }

  void add(std::uint32_t place, std::span<const std::uint32_t> values) {
    if (std::ranges::find(values, kNone) != values.end()) return;
    const auto value = [&](Role role) { return values[roles_[role]]; };
    const auto from = questions_.values(roles_[Role::from])[value(Role::from)].from;
    const auto to = questions_.values(roles_[Role::to])[value(Role::to)].to;
    if (from && to && *from >= *to) return;
    if (!compatible_(value(Role::signal), value(Role::market), value(Role::horizon), value(Role::to))) return;
    auto& one = lattice_of(values);
    rule_.clear();
    for (const auto part : roles_.rule) rule_.push_back(static_cast<std::int32_t>(values[part]));
    EventDefinition definition;
    definition.from = one.from(value(Role::from));
    definition.market = one.markets(value(Role::market));
    definition.horizon = one.horizons(value(Role::horizon));
    definition.signal = one.signals(value(Role::signal));
    definition.rule = one.rules.intern(rule_);
    definition.anchor = one.anchors(value(Role::anchor));
    one.definitions.emplace_back(definition, place);
  }

  Gathered& lattice_of(std::span<const std::uint32_t> values) {
    const auto value = [&](Role role) { return values[roles_[role]]; };
    const auto frequency = compatible_.signal(value(Role::signal)).type.frequency;
    const auto& horizon = questions_.values(roles_[Role::horizon])[value(Role::horizon)].horizon;
    const auto* day = std::get_if<Date>(&horizon);
    const bool to_come = day && *day > context_.as_of;
    const Key key{value(Role::exclusions),
                  value(Role::to),
                  static_cast<std::uint32_t>(frequency),
                  to_come || split_outcomes_ ? value(Role::market) : kNone,
                  to_come || split_outcomes_ ? value(Role::horizon) : kNone,
                  split_outcomes_ ? value(Role::from) : kNone,
                  split_signals_ ? value(Role::signal) : kNone};
    if (last_ && last_->first == key) return *last_->second;
    auto& one = gathered_[key];
    one.exclusions = key[0];
    one.to = key[1];
    one.frequency = frequency;
    one.to_come = to_come;
    last_.emplace(key, &one);
    return one;
  }

  // A rule by the values of its parts; one whose gap is no whole number of observations contradicts itself.
  EpisodeRule rule_of(std::span<const std::int32_t> values, Frequency frequency) const {
    EventDefinitionQuestion question;
    for (std::size_t i = 0; i < values.size(); ++i)
      questions_.parts()[roles_.rule[i]].take(
          question, questions_.values(roles_.rule[i])[static_cast<std::size_t>(values[i])]);
    auto* rule = std::get_if<ThresholdRule>(&question.rule);
    if (rule && question.gap &&
        !stands([&] { rule->gap = gap_in_observations(*question.gap, frequency, {}); }))
      rule->enter_periods = 0;  // stands for no rule
    return question.rule;
  }

  // A window to a day that has not come ends at the newest price.
  Horizon horizon_of(const Gathered& one, std::uint32_t value) const {
    if (!one.to_come) return questions_.values(roles_[Role::horizon])[value].horizon;
    const auto& prices = *compatible_.market(one.markets.used().front()).asset;
    return last_day(prices.period(prices.size() - 1));
  }

  EventLatticeOptions options_of(const Gathered& one, const QuestionPlaces& places) const {
    EventLatticeOptions options;
    for (const auto value : one.signals.used()) options.signals.push_back(&compatible_.signal(value));
    for (std::uint32_t rule = 0; rule < one.rules.size(); ++rule)
      options.rules.push_back(rule_of(one.rules[rule], one.frequency));
    options.anchors.clear();
    for (const auto value : one.anchors.used())
      options.anchors.push_back(questions_.values(roles_[Role::anchor])[value].anchor);
    for (const auto value : one.markets.used()) options.markets.push_back(compatible_.market(value));
    for (const auto value : one.horizons.used()) options.horizons.push_back(horizon_of(one, value));
    options.horizon_to_come = one.to_come;
    options.from.clear();
    for (const auto value : one.from.used())
      options.from.push_back(questions_.values(roles_[Role::from])[value].from);
    options.to = {questions_.values(roles_[Role::to])[one.to].to};
    options.exclusions = questions_.values(roles_[Role::exclusions])[one.exclusions].exclusions;
    options.places = places;
    return options;
  }

  EventDefinitionLattices::Part finished(Gathered one, const QuestionPlaces& places, bool others) const {
    EventDefinitionLattices::Part part;
    part.frequency = one.frequency;
    part.from = one.from.used();
    part.markets = one.markets.used();
    part.horizons = one.horizons.used();
    part.to = one.to;
    auto options = options_of(one, places);
    const auto from_others = others ? seen_from_the_other(one, options) : std::vector<PlacedDefinition>();
    part.lattice = std::make_unique<EventLattice>(std::move(options));
    part.placed = in_order(*part.lattice, one.definitions);
    part.others = in_order(*part.lattice, from_others);
    return part;
  }

  static std::vector<EventDefinitionLattices::Placed> in_order(
      const EventLattice& lattice, const std::vector<PlacedDefinition>& definitions) {
    std::vector<EventDefinitionLattices::Placed> placed;
    placed.reserve(definitions.size());
    for (const auto& [definition, place] : definitions) placed.push_back({lattice.number(definition), place});
    const auto before = [](const auto& a, const auto& b) {
      return a.number != b.number ? a.number < b.number : a.place < b.place;
    };
    if (!std::ranges::is_sorted(placed, before)) std::ranges::sort(placed, before);
    return placed;
  }

  // The definitions from the anchor that run_event_study looks at beside theirs; adds it to the options.
  static std::vector<PlacedDefinition> seen_from_the_other(const Gathered& one,
                                                           EventLatticeOptions& options) {
    const auto place_of = [&](Anchor anchor) {
      const auto at = std::ranges::find(options.anchors, anchor) - options.anchors.begin();
      if (at == std::ssize(options.anchors)) options.anchors.push_back(anchor);
      return static_cast<std::uint32_t>(at);
    };
    std::vector<PlacedDefinition> others;
    for (auto [definition, place] : one.definitions) {
      if (std::holds_alternative<DatesByHand>(options.rules[definition.rule])) continue;
      const bool from_known = options.anchors[definition.anchor] == Anchor::known;
      definition.anchor = place_of(from_known ? Anchor::extreme : Anchor::known);
      others.emplace_back(definition, place);
    }
    return others;
  }

  const Questions& questions_;
  const Lattice& lattice_;
  std::span<const std::uint64_t> definitions_;
  const SectionContext& context_;
  RoleParts roles_;
  Compatible compatible_;
  bool split_signals_ = false, split_outcomes_ = false;
  std::map<Key, Gathered> gathered_;
  std::optional<std::pair<Key, Gathered*>> last_;
  std::vector<std::uint32_t> values_;
  std::vector<std::int32_t> rule_;
};

}  // namespace

std::uint64_t EventDefinitionLattices::Part::outcome(std::uint64_t number) const {
  const auto definition = lattice->definition(number);
  const std::uint32_t values[] = {from[definition.from], markets[definition.market],
                                  horizons[definition.horizon], to};
  std::int32_t what[std::size(values)];
  std::ranges::transform(values, what, [](std::uint32_t value) { return static_cast<std::int32_t>(value); });
  return hash_of(what);
}

EventDefinitionLattices::EventDefinitionLattices(const EventDefinitionQuestions& questions,
                                                 const Lattice& lattice,
                                                 std::span<const std::uint64_t> definitions,
                                                 const SectionContext& context, const QuestionPlaces& places,
                                                 bool others)
    : parts_(Gathering(questions, lattice, definitions, context).run(places, others)) {}

}  // namespace rerate
