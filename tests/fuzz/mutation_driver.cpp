// Runs a fuzz target over its seeds and over mutations of them.
//
//   TARGET --seeds FILE|FOLDER [--dictionary FILE] [--iterations N] [--seconds S] [--input-seconds S]
//          [--start N] [--longest BYTES] [INPUT FILE...]
//
// A seeds file holds one seed a line, a folder one seed a file. Given input files, only these are run: that
// is how a kept input is tried again. An input that crashes the target, or takes longer than --input-seconds,
// is written to TARGET-broken-by in the working folder, and the program ends with 1.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/mutation.h"

namespace {

struct Settings {
  std::string seeds, dictionary;
  std::vector<std::string> inputs;
  std::uint64_t iterations = 100'000;
  std::uint64_t start = 1;
  std::size_t longest = 1 << 16;
  unsigned seconds = 5, input_seconds = 10;
};

// What a signal handler needs to keep the input at hand.
const std::string* current_input = nullptr;
char kept_file[512] = "broken-by";

void write_all(int descriptor, const char* text, std::size_t size) {
  while (size > 0) {
    const auto written = ::write(descriptor, text, size);
    if (written <= 0) return;
    text += written;
    size -= static_cast<std::size_t>(written);
  }
}

void write_all(int descriptor, const char* text) { write_all(descriptor, text, std::strlen(text)); }

void keep_input_and_exit(int signal) {
  write_all(2, signal == SIGALRM ? "\ntook too long; input kept in " : "\ncrashed; input kept in ");
  write_all(2, kept_file);
  write_all(2, "\n");
  const int file = ::open(kept_file, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file >= 0 && current_input) write_all(file, current_input->data(), current_input->size());
  ::_exit(1);
}

// On a stack of its own, since a target may have run out of the usual one.
void catch_crashes() {
  static char stack[1 << 16];
  stack_t alternative{};
  alternative.ss_sp = stack;
  alternative.ss_size = sizeof stack;
  ::sigaltstack(&alternative, nullptr);
  struct sigaction action {};
  action.sa_handler = keep_input_and_exit;
  action.sa_flags = SA_ONSTACK;
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM})
    ::sigaction(signal, &action, nullptr);
}

[[noreturn]] void stop(const std::string& message) {
  std::cerr << message << '\n';
  std::exit(2);
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) stop("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) stop("cannot read " + path.string());
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> read_seeds(const std::filesystem::path& path) {
  if (!std::filesystem::is_directory(path)) return lines_of(path);
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const auto& file : files) seeds.push_back(content_of(file));
  return seeds;
}

// libFuzzer's format: a quoted word a line, "\xAB", "\\" and "\"" escaped; # begins a comment.
std::vector<std::string> read_dictionary(const std::filesystem::path& path) {
  std::vector<std::string> words;
  for (const auto& line : lines_of(path)) {
    const auto first = line.find('"'), last = line.rfind('"');
    if (line.starts_with('#') || first == last) continue;
    std::string word;
    for (auto i = first + 1; i < last; ++i) {
      if (line[i] != '\\') {
        word += line[i];
      } else if (line[i + 1] == 'x') {
        word += static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
        i += 3;
      } else {
        word += line[++i];
      }
    }
    words.push_back(word);
  }
  return words;
}

Settings read_settings(int count, char** words) {
  Settings settings;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (!word.starts_with("--")) {
      settings.inputs.push_back(word);
      continue;
    }
    if (i + 1 == count) stop(word + " needs a value");
    const std::string value = words[++i];
    if (word == "--seeds")
      settings.seeds = value;
    else if (word == "--dictionary")
      settings.dictionary = value;
    else if (word == "--iterations")
      settings.iterations = std::stoull(value);
    else if (word == "--start")
      settings.start = std::stoull(value);
    else if (word == "--longest")
      settings.longest = std::stoull(value);
    else if (word == "--seconds")
      settings.seconds = static_cast<unsigned>(std::stoul(value));
    else if (word == "--input-seconds")
      settings.input_seconds = static_cast<unsigned>(std::stoul(value));
    else
      stop("unknown option " + word);
  }
  return settings;
}

// The input is copied to memory of exactly its size, so that a read past its end is seen by a sanitizer.
void run(const std::string& input, unsigned seconds) {
  current_input = &input;
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  ::alarm(seconds);
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  ::alarm(0);
}

void run_mutations(const Settings& settings, const std::vector<std::string>& seeds) {
  using Clock = std::chrono::steady_clock;
  std::vector<std::string> dictionary;
  if (!settings.dictionary.empty()) dictionary = read_dictionary(settings.dictionary);
  rerate::fuzz::Mutator mutator(seeds, dictionary, settings.start, settings.longest);
  const auto end = Clock::now() + std::chrono::seconds(settings.seconds);
  std::uint64_t done = 0;
  for (; done < settings.iterations && Clock::now() < end; ++done)
    run(mutator.next(), settings.input_seconds);
  std::cout << seeds.size() << " seeds and " << done << " mutations of them: none broke the target\n";
}

}  // namespace

int main(int count, char** words) {
  const auto settings = read_settings(count, words);
  const auto name = std::filesystem::path(words[0]).filename().string() + "-broken-by";
  name.copy(kept_file, std::min(name.size(), sizeof kept_file - 1));
  catch_crashes();
  for (const auto& file : settings.inputs) run(content_of(file), settings.input_seconds);
  if (!settings.inputs.empty()) return 0;
  if (settings.seeds.empty()) stop("--seeds is missing");
  const auto seeds = read_seeds(settings.seeds);
  for (const auto& seed : seeds) run(seed, settings.input_seconds);
  run_mutations(settings, seeds);
}
