#include "rerate/study/regimes_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/number_text.h"
#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

constexpr std::size_t kMostFeatures = 12, kLongestName = 30;
constexpr int kLeastWindow = 36, kMostMonths = 1200;
constexpr int kFewestDraws = 100, kMostDraws = 20'000;

int read_months(const TomlTable& table, std::string_view key, Index usual, int least) {
  const auto value = table.find(key);
  if (!value) return static_cast<int>(usual);
  const auto length = read_duration(*value);
  const auto months = whole_months(length);
  if (!months || *months < least || *months > kMostMonths)
    value->refuse(fmt::format("`{}` must be a length of {} to {} months, not {}", key, least, kMostMonths,
                              to_string(length)),
                  "Write it in months or years: \"12m\", \"10y\".");
  return *months;
}

std::optional<int> read_count(const TomlTable& table, std::string_view key, int least, int most) {
  const auto value = table.find(key);
  if (!value) return std::nullopt;
  const auto count = value->integer();
  if (count < least || count > most)
    value->refuse(fmt::format("`{}` must be between {} and {}, not {}", key, least, most, count));
  return static_cast<int>(count);
}

double read_sign(const TomlTable& table) {
  const auto sign = table.find("sign");
  if (!sign) return 1;
  if (const double number = sign->number(); number == 1 || number == -1) return number;
  sign->refuse(fmt::format("`sign` must be 1 or -1, not {}", shortest(sign->number())),
               "1 where a high figure is good, -1 where a low one is.");
}

double read_weight(const TomlTable& table) {
  const auto weight = table.find("weight");
  if (!weight) return 1;
  if (const double number = weight->number(); number > 0 && number <= 1000) return number;
  weight->refuse(fmt::format("`weight` must be above 0 and at most 1000, not {}", shortest(weight->number())),
                 "Leave a feature out instead of weighing it 0.");
}

std::vector<RegimesRequest::Feature> read_features(const TomlTable& table) {
  std::vector<std::pair<double, double>> keys(kMostFeatures + 1, {1, 1});  // sign and weight
  const auto listed = table.require(
      "features", "features = { activity = { formula = \"philly.current_activity\", sign = 1 } }");
  const auto named =
      read_named_formulas(listed, "feature", kMostFeatures, [&](std::size_t i, const TomlTable& one) {
        keys.at(std::min(i, kMostFeatures)) = {read_sign(one), read_weight(one)};
      });
  std::vector<RegimesRequest::Feature> features;
  for (std::size_t i = 0; i < named.size(); ++i) {
    for (const auto& before : features)
      if (before.named.use.formula == named[i].use.formula)
        refuse(
            ErrorCode::study_file,
            fmt::format("the features `{}` and `{}` have the same formula", before.named.name, named[i].name),
            "Leave one of them out, and give the other the weight of both.", named[i].use.place);
    features.push_back({named[i], keys[i].first, keys[i].second});
  }
  return features;
}

double read_hysteresis(const TomlTable& table, double usual) {
  const auto value = table.find("hysteresis");
  if (!value) return usual;
  if (const double width = value->number(); width >= 0 && width < 1) return width;
  value->refuse(fmt::format("`hysteresis` must be at least 0 and below 1, not {}", shortest(value->number())),
                "0.2 changes the state at scores of 0.6 and 0.4.");
}

// 0 for "choose".
int read_clusters(const TomlTable& table, int usual, int most) {
  const auto value = table.find("clusters");
  if (!value) return usual;
  if (value->type() == TomlValue::Type::text) {
    if (value->text() == "choose") return 0;
    value->refuse(
        fmt::format("`clusters` must be a number or \"choose\", not \"{}\"", value->text().substr(0, 80)),
        fmt::format("\"choose\" takes the best number of 2 to {}.", most));
  }
  const auto count = value->integer();
  if (count < 2 || count > kMostRegimes)
    value->refuse(fmt::format("`clusters` must be between 2 and {}, not {}", kMostRegimes, count),
                  "Three are slump, slowdown and expansion; \"choose\" takes the best number.");
  return static_cast<int>(count);
}

RegimeClusterSettings read_cluster_settings(const TomlTable& table) {
  RegimeClusterSettings settings;
  if (table.choice("method", {"kmeans", "gaussian_mixture"}).value_or("kmeans") == "gaussian_mixture")
    settings.method = ClusterMethod::gaussian_mixture;
  settings.most = read_count(table, "most", 2, kMostRegimes).value_or(settings.most);
  settings.clusters = read_clusters(table, settings.clusters, settings.most);
  if (settings.clusters != 0 && table.find("most"))
    table.find("most")->refuse("`most` is for clusters = \"choose\"",
                               "Leave it out, or let the number be chosen.");
  settings.first_window = read_months(table, "first_window", settings.first_window, kLeastWindow);
  settings.refit_every = read_months(table, "refit_every", settings.refit_every, 1);
  return settings;
}

std::vector<std::string> read_names(const TomlTable& table, int clusters) {
  std::vector<std::string> names;
  const auto listed = table.find("names");
  if (!listed) return names;
  if (clusters == 0)
    listed->refuse("`names` cannot be given when the number of clusters is chosen",
                   "Give `clusters` as a number.");
  for (const auto& element : listed->array()) {
    const auto name = element.text();
    if (name.find_first_not_of(" \t\r\n") == std::string::npos || name.size() > kLongestName)
      element.refuse(fmt::format("a regime's name has 1 to {} characters", kLongestName));
    if (std::find(names.begin(), names.end(), name) != names.end())
      element.refuse(fmt::format("the regime `{}` stands here twice", name), "Name each once.");
    names.push_back(name);
  }
  if (static_cast<int>(names.size()) != clusters)
    listed->refuse(fmt::format("`names` holds {} names for {} clusters", names.size(), clusters),
                   "Name each regime, the worst first.");
  return names;
}

RegimesRequest::Hmm read_hmm(const TomlValue& value) {
  const auto table = value.table();
  RegimesRequest::Hmm hmm;
  const auto series = table.require("series", "hmm = { series = \"philly.current_activity\" }");
  hmm.series = {"hmm series", series.text(), series.inner_place()};
  hmm.title = table.text("title").value_or(std::string());
  hmm.states = read_count(table, "states", 2, kMostChainStates).value_or(hmm.states);
  table.finish("`hmm`");
  return hmm;
}

SeriesUse use_of(std::string role, const TomlValue& value) {
  return {std::move(role), value.text(), value.inner_place()};
}

RegimeReturnSettings read_returns(const TomlTable& table) {
  RegimeReturnSettings settings;
  settings.horizon = read_months(table, "horizon", settings.horizon, 2);
  settings.draws = read_count(table, "draws", kFewestDraws, kMostDraws).value_or(settings.draws);
  if (const auto level = table.find("level")) {
    settings.level = level->number();
    if (settings.level < 0.5 || settings.level > 0.99)
      level->refuse("`level` must be between 0.5 and 0.99", "For a 90% interval write 0.90.");
  }
  return settings;
}

}  // namespace

RegimesRequest read_regimes(const TomlTable& table) {
  RegimesRequest request;
  request.place = table.place();
  request.features = read_features(table);
  request.hysteresis = read_hysteresis(table, request.hysteresis);
  request.clusters = read_cluster_settings(table);
  request.names = read_names(table, request.clusters.clusters);
  const auto clusters = table.find("clusters"), hmm = table.find("hmm");
  request.clusters_place = clusters ? clusters->place() : request.place;
  request.hmm_place = hmm ? hmm->place() : request.place;
  if (hmm) request.hmm = read_hmm(*hmm);
  request.asset = use_of("asset", table.require("asset", "asset = \"small\""));
  if (const auto benchmark = table.find("benchmark")) {
    request.benchmark = use_of("benchmark", *benchmark);
    if (request.benchmark->formula == request.asset.formula)
      benchmark->refuse("`benchmark` is the same formula as `asset`",
                        "Compare with something else, or leave `benchmark` out for the asset alone.");
  }
  request.returns = read_returns(table);
  return request;
}

std::vector<SeriesUse> uses_of(const RegimesRequest& request) {
  std::vector<SeriesUse> uses;
  for (const auto& feature : request.features) uses.push_back(feature.named.use);
  if (request.hmm) uses.push_back(request.hmm->series);
  uses.push_back(request.asset);
  if (request.benchmark) uses.push_back(*request.benchmark);
  return uses;
}

}  // namespace rerate
